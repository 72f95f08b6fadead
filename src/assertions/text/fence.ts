/** What stands in the code fence that a text is, with or without its language; undefined where it is none. */
export function insideFence(text: string): string | undefined {
  return /^```(?:json)?([^]+)```$/u.exec(text.trim())?.[1]
}
