import { describe, expect, it } from 'vitest'
import { distinctNonces, nonces, nonceText, likelyNonces } from './nonce.ts'

describe('a nonce', () => {
  it('is a word of nine lower-case letters that can be said aloud', () => {
    for (let count = 0; count < 200; count += 1) {
      expect(nonceText()).toMatch(/^([bdgklmnprstvz][aeio]){4}[bdgklmnprstvz]$/)
    }
  })

  it('depends on nothing but the random numbers', () => {
    expect(nonceText(() => 0)).toBe('babababab')
    expect(nonceText((limit) => limit - 1)).toBe('zozozozoz')
  })

  it('differs for every name, even when the random numbers repeat', () => {
    const numbers = [...Array<number>(18).fill(0), ...Array<number>(9).fill(1)]
    const nonce = nonces(distinctNonces(() => numbers.shift() ?? 2))
    expect([nonce('a'), nonce('b'), nonce('a')]).toEqual(['babababab', 'dedededed', 'babababab'])
  })

  it('hardly ever comes twice', () => {
    const drawn = new Set(Array.from({ length: 2000 }, () => nonceText()))
    expect(drawn.size).toBeGreaterThan(1995)
  })

  it('is found again in a text, at the beginning of a sentence, too', () => {
    const [one, other] = [nonceText(), nonceText()]
    const upper = `${one[0]?.toUpperCase()}${one.slice(1)}`
    expect(likelyNonces(`${upper} it is: "${other}", ${one}.`)).toEqual([one, other])
    expect(likelyNonces(`x${one} ${one}s ${one.slice(1)}`)).toEqual([])
    expect(likelyNonces('')).toEqual([])
  })
})
