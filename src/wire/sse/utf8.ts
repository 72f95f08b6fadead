import { isUtf8 } from 'node:buffer'

/**
 * Offset of the first byte of the first sequence that is not UTF-8 (RFC 3629 section 4: overlong
 * forms, surrogates, numbers above U+10FFFF, stray continuation bytes and cut sequences are not).
 *
 * @returns undefined when all of `bytes` is UTF-8
 */
export function invalidUtf8At(bytes: Uint8Array): number | undefined {
  if (isUtf8(bytes)) return undefined
  let index = 0
  while (index < bytes.length) {
    const length = sequenceLength(bytes, index)
    if (length === 0) return index
    index += length
  }
  return undefined
}

/** Length of the well-formed sequence at `index`, or 0. */
function sequenceLength(bytes: Uint8Array, index: number): number {
  const lead = bytes[index] ?? 0
  if (lead < 0x80) return 1
  const form = forms.find(([low, high]) => lead >= low && lead <= high)
  if (form === undefined) return 0
  const [, , length, secondLow, secondHigh] = form
  const second = bytes[index + 1] ?? 0
  if (second < secondLow || second > secondHigh) return 0
  for (let at = index + 2; at < index + length; at += 1) {
    if (((bytes[at] ?? 0) & 0xc0) !== 0x80) return 0
  }
  return length
}

/** Lead byte range, length, range of the second byte: the table of RFC 3629 section 4. */
const forms: readonly (readonly [number, number, number, number, number])[] = [
  [0xc2, 0xdf, 2, 0x80, 0xbf],
  [0xe0, 0xe0, 3, 0xa0, 0xbf],
  [0xe1, 0xec, 3, 0x80, 0xbf],
  [0xed, 0xed, 3, 0x80, 0x9f],
  [0xee, 0xef, 3, 0x80, 0xbf],
  [0xf0, 0xf0, 4, 0x90, 0xbf],
  [0xf1, 0xf3, 4, 0x80, 0xbf],
  [0xf4, 0xf4, 4, 0x80, 0x8f],
]
