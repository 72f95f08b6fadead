import { expect, it } from 'vitest'
import { hashOf } from './hash.ts'

it('is the beginning of the SHA-256, as FIPS 180-4 computes it for abc', () => {
  expect(hashOf('abc')).toBe(0xba_78_16_bf)
})
