/** What is done with texts of a server, of which some are megabytes long, without a list of their parts. */

/**
 * How many characters (code points) a text has, as JSON Schema counts them. A list of them, which
 * `[...text]` makes, takes eight times the memory of the text.
 */
export function charactersIn(text: string): number {
  let pairs = 0
  for (let at = 0; at < text.length - 1; at += 1) {
    if (!isHigh(text.charCodeAt(at)) || !isLow(text.charCodeAt(at + 1))) continue
    pairs += 1
    at += 1
  }
  return text.length - pairs
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}

/**
 * `text.replaceAll(pattern, by)`, for a pattern without groups that matches no empty text. V8 keeps an
 * object for each match until the last one, which for rows of short words takes thirty times the text.
 */
export function replaceRuns(text: string, pattern: RegExp, by: string): string {
  return text.split(pattern).join(by)
}
