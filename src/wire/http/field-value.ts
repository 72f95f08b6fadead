/**
 * A header value without the white space around it that is no part of it (RFC 9110 section 5.5). By
 * hand: a pattern that ends in `[ \t]+$` takes the square of the time.
 */
export function fieldValue(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isBlank(text, start)) start += 1
  while (end > start && isBlank(text, end - 1)) end -= 1
  return text.slice(start, end)
}

function isBlank(text: string, at: number): boolean {
  return text[at] === ' ' || text[at] === '\t'
}
