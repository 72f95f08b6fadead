/** Bodies that a recorder kept as they came: HAR has them decoded, and not every proxy does so. */
import { isUtf8 } from 'node:buffer'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { defaultLimits } from '../http/limits.ts'

/** These decode what they record: what is still encoded was encoded twice. */
export const browsers = /webinspector|firefox|chrome|safari|edge/i

type Decode = (body: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array

/** How a body begins that is still encoded (RFC 1952 section 2.3.1, RFC 1950 section 2.2), and what decodes it. */
const codings: readonly (readonly [RegExp, (body: Uint8Array) => boolean, Decode])[] = [
  [/^(?:x-)?gzip$/i, ([one, two]) => one === 0x1f && two === 0x8b, gunzipSync],
  [
    /^deflate$/i,
    ([one = 0, two = 0]) => (one & 0x0f) === 8 && (one * 256 + two) % 31 === 0,
    inflateSync,
  ],
  [/^br$/i, (body) => !isUtf8(body), brotliDecompressSync],
]

/**
 * The bytes of a body in gzip that was saved as text, each byte a character (Latin-1); `lost` where its
 * second byte, which is no UTF-8, was replaced by a mark.
 *
 * @returns undefined where the text is no such body
 */
export function bytesOfCodedText(text: string, coding: string): Uint8Array | 'lost' | undefined {
  if (!/gzip/i.test(coding)) return undefined
  if (text.startsWith('\u001F\uFFFD')) return 'lost'
  return text.startsWith('\u001F\u008B') ? Buffer.from(text, 'latin1') : undefined
}

/**
 * The body decoded, where it is still in the coding that its header names.
 *
 * @param coding value of Content-Encoding
 * @returns undefined where the body is decoded already, as it should be, or cannot be decoded
 */
export function decodedNow(body: Uint8Array, coding: string): Uint8Array | undefined {
  const [, begins, decode] = codings.find(([name]) => name.test(coding.trim())) ?? []
  if (begins === undefined || decode === undefined || !begins(body)) return undefined
  try {
    return new Uint8Array(decode(body, { maxOutputLength: defaultLimits.maxBytes }))
  } catch {
    return undefined
  }
}
