/** Code within a text, between backticks. */

/** The inside of a text that is one code fence, with or without its language; undefined for other texts. */
export function insideFence(text: string): string | undefined {
  return /^```(?:json)?([^]+)```$/u.exec(text.trim())?.[1]
}

const code = /```[^]*?```|`[^`\n]*`/gu

/** The text with blanks for what it shows as code, which may be what it is about; each character keeps its place. */
export function withoutCode(text: string): string {
  return text.replaceAll(code, (shown) => ' '.repeat(shown.length))
}
