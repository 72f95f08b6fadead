/** CRC-32 of ISO 3309 / ITU-T V.42 (the one of gzip and PNG), reflected polynomial. */
const polynomial = 0xedb88320

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1
  return value
})

/**
 * CRC-32 of `bytes`, as an unsigned number.
 *
 * @param previous checksum of the bytes before, to continue from
 */
export function crc32(bytes: Uint8Array, previous = 0): number {
  let crc = ~previous
  for (let index = 0; index < bytes.length; index += 1) {
    crc = (crc >>> 8) ^ (table[(crc ^ (bytes[index] ?? 0)) & 0xff] ?? 0)
  }
  return ~crc >>> 0
}
