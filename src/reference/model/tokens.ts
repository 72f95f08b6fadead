/**
 * A simple tokenizer: words of up to six letters with the space before them, numbers of up to
 * three digits, and every other character for itself. Six letters make the walkthrough's
 * "hello, how are you?" seven tokens with the one that begins a Llama prompt.
 */
const piece = /'(?:s|m|t|re|ve|ll|d)\b| ?[\p{L}\p{M}]{1,6}| ?\p{N}{1,3}| ?[^\s\p{L}\p{M}\p{N}]|\s/gu

/** Pieces which, joined, are the text again; none cuts a code point. */
export function tokenize(text: string): string[] {
  return text.match(piece) ?? []
}

/** How many tokens a text has. */
export function countTokens(text: string): number {
  return tokenize(text).length
}
