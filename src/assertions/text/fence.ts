/** The inside of a text that is one code fence, with or without its language; undefined for other texts. */
export function insideFence(text: string): string | undefined {
  return /^```(?:json)?([^]+)```$/u.exec(text.trim())?.[1]
}
