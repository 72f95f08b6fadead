/** Finds the strings of JSON in bytes, by the member they belong to, without parsing. */

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a
const LETTER_X = 0x78

/** A JSON string value without its quotes. */
export interface StringValue {
  /** Name of the member that holds it, or of the nearest one around. */
  readonly name: string
  readonly start: number
  readonly end: number
}

/** The string values in `bytes` from `from` up to `to`, in order; text that is no JSON is passed by. */
export function* stringValues(bytes: Buffer, from: number, to: number): Generator<StringValue> {
  let name = ''
  for (let open = nextQuote(bytes, from, to); open !== -1;) {
    const start = open + 1
    const end = closingQuote(bytes, start, to)
    if (end === -1) return
    let next = end + 1
    while (next < to && isBlank(bytes[next])) next += 1
    if (next < to && bytes[next] === COLON) {
      name = bytes.toString('latin1', start, Math.min(end, start + longestName))
    } else if (end > start) yield { name, start, end }
    open = nextQuote(bytes, end + 1, to)
  }
}

const longestName = 64

function nextQuote(bytes: Buffer, from: number, to: number): number {
  for (let at = from; at < to; at += 1) if (bytes[at] === QUOTE) return at
  return -1
}

function closingQuote(bytes: Buffer, start: number, to: number): number {
  for (let at = start; at < to; at += 1) {
    if (bytes[at] === BACKSLASH) at += 1
    else if (bytes[at] === QUOTE) return at
  }
  return -1
}

function isBlank(byte = 0): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)
}

/** False where `indexesIn` certainly finds nothing. */
export function mayHoldIndex(bytes: Buffer): boolean {
  return bytes.includes('ndex"')
}

/** The values of all members that end in `index`: which choice or call a fragment belongs to. */
export function indexesIn(bytes: Buffer, from: number, to: number): string {
  const found: string[] = []
  for (let at = from + 4; at < to; at += 1) {
    if (bytes[at] !== LETTER_X || bytes[at + 1] !== QUOTE) continue
    const member = bytes.toString('latin1', at - 4, Math.min(to, at + longestName))
    const [, value] = /^[iI]ndex"\s*:\s*(\d+)/.exec(member) ?? []
    if (value !== undefined) found.push(value)
  }
  return found.join(',')
}
