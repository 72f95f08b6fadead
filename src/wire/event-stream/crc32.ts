import * as zlib from 'node:zlib'

/**
 * CRC-32 of ISO 3309 / ITU-T V.42 (the one of gzip and PNG), as an unsigned number.
 *
 * @param previous checksum of the bytes before, to continue from
 */
export function crc32(bytes: Uint8Array, previous = 0): number {
  return zlib.crc32(bytes, previous)
}

/** The same of a few bytes from `from` up to `to`, for which a call into zlib takes longer. */
export function crc32OfFew(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0xffffffff
  for (let at = from; at < to; at += 1) {
    crc = (crc >>> 8) ^ (table[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0)
  }
  return ~crc >>> 0
}

/** The checksum's change by each value of a byte: the reversed polynomial, bit by bit. */
const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  return crc
})
