import { expect, it } from 'vitest'
import { crc32 } from './crc32.ts'

const bytes = new TextEncoder().encode('123456789')

it('gives the check value that every CRC-32 catalogue lists', () => {
  expect(crc32(bytes)).toBe(0xcbf43926)
})

it('is zero for no bytes', () => {
  expect(crc32(new Uint8Array())).toBe(0)
})

it('continues from the checksum of the bytes before', () => {
  expect(crc32(bytes.subarray(4), crc32(bytes.subarray(0, 4)))).toBe(0xcbf43926)
})
