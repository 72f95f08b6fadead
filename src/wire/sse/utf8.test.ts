import { seededRandom } from '../../model/run/random.ts'
import { describe, expect, it } from 'vitest'
import { invalidUtf8At } from './utf8.ts'

describe('invalidUtf8At', () => {
  it.each([
    ['a stray continuation byte', [0x61, 0x80], 1],
    ['an overlong slash', [0x61, 0xc0, 0xaf], 1],
    ['an overlong three-byte form', [0xe0, 0x9f, 0xbf], 0],
    ['a surrogate', [0x61, 0x62, 0xed, 0xa0, 0x80], 2],
    ['a number above U+10FFFF', [0xf4, 0x90, 0x80, 0x80], 0],
    ['a lead byte that does not exist', [0x61, 0xf5, 0x80, 0x80, 0x80], 1],
    ['a sequence cut by ASCII', [0xc3, 0xa9, 0xe2, 0x82, 0x61], 2],
    ['a sequence cut by the end', [0x61, 0xf0, 0x9f, 0x98], 1],
  ])('finds %s', (_, bytes, offset) => {
    expect(invalidUtf8At(Uint8Array.from(bytes))).toBe(offset)
  })

  it('accepts every scalar value at the borders of the forms', () => {
    const text = '\0\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\u{10000}\u{10ffff}'
    expect(invalidUtf8At(new TextEncoder().encode(text))).toBeUndefined()
  })

  it('agrees with a strict decoder on random bytes', () => {
    const random = seededRandom(1)
    const leads = [0x41, 0x80, 0xbf, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff]
    const disagreements: Uint8Array[] = []
    for (let round = 0; round < 3000; round += 1) {
      const bytes = Uint8Array.from({ length: 6 }, () => leads[Math.floor(random() * 11)]!)
      const wrong = invalidUtf8At(bytes)
      const agrees =
        isStrictlyUtf8(bytes) === (wrong === undefined) &&
        isStrictlyUtf8(bytes.subarray(0, wrong ?? bytes.length))
      if (!agrees) disagreements.push(bytes)
    }
    expect(disagreements).toEqual([])
  })
})

function isStrictlyUtf8(bytes: Uint8Array): boolean {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes) !== undefined
  } catch {
    return false
  }
}
