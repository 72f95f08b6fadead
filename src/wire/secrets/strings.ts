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
export function* stringValues(all: Uint8Array, from: number, to: number): Generator<StringValue> {
  const bytes = all.subarray(0, to) // so that no search goes past the end
  let name = ''
  for (let open = bytes.indexOf(QUOTE, from); open !== -1;) {
    const start = open + 1
    const end = closingQuote(bytes, start, to)
    if (end === -1) return
    let next = end + 1
    while (next < to && isBlank(bytes[next])) next += 1
    if (bytes[next] === COLON) name = latin1(bytes, start, Math.min(end, start + longestName))
    else if (end > start) yield { name, start, end }
    open = bytes.indexOf(QUOTE, end + 1)
  }
}

const longestName = 64

function closingQuote(bytes: Uint8Array, start: number, to: number): number {
  for (let at = start; at < to; at += 1) {
    if (bytes[at] === BACKSLASH) at += 1
    else if (bytes[at] === QUOTE) return at
  }
  return -1
}

function isBlank(byte = 0): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1')
}

/** The values of all members that end in `index`: which choice or call a fragment belongs to. */
export function indexesIn(bytes: Uint8Array, from: number, to: number): string {
  if (!bytes.subarray(from, to).includes(LETTER_X)) return ''
  const found = latin1(bytes, from, to).match(/[iI]ndex"\s*:\s*\d+/g)
  return found === null ? '' : found.map((member) => /\d+$/.exec(member)?.[0]).join(',')
}
