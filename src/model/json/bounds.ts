/**
 * How much JSON is read. A reader may limit nesting and size (RFC 8259 section 9). All that walks,
 * compares or writes JSON of a server relies on these limits: it recurses.
 */

/** Levels of nesting: half of what Jackson and Python's json read, and far more than any API sends. */
export const mostLevels = 500

/** Values of one text: log probabilities of 2,048 tokens with 20 alternatives each are 400,000. */
export const mostValues = 500_000

/**
 * How a text exceeds the limits, as the end of a sentence; undefined where it does not. The text
 * need not be JSON.
 *
 * @param values most values; reports of this program may have any number
 */
export function excessOf(text: string, values: number = mostValues): string | undefined {
  // Each level and each value takes one character at least.
  if (text.length <= mostLevels) return undefined
  let depth = 0
  let count = 1
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case 0x22: // "
        at = endOfString(text, at)
        break
      case 0x2c: // ,
        count += 1
        break
      case 0x5b: // [
      case 0x7b: // {
        depth += 1
        count += 1
        if (depth > mostLevels) return `is nested deeper than ${mostLevels} levels`
        break
      case 0x5d: // ]
      case 0x7d: // }
        depth -= 1
        break
      default:
    }
    if (count > values) return `has more than ${values} values`
  }
  return undefined
}

/** Position of the quote that ends the string begun at `start`, or the end of the text. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === 0x22) return at
    at += code === 0x5c ? 2 : 1 // a backslash and what it escapes
  }
  return at
}
