import * as zlib from 'node:zlib'

/**
 * CRC-32 of ISO 3309 / ITU-T V.42 (the one of gzip and PNG), as an unsigned number.
 *
 * @param previous checksum of the bytes before, to continue from
 */
export function crc32(bytes: Uint8Array, previous = 0): number {
  return zlib.crc32(bytes, previous)
}
