import { expect, it } from 'vitest'
import { keyShapes, secretPatterns, type SecretPattern } from './forms.ts'
import { createScanner, type Range } from './scan.ts'
import { createRandom } from '../testing/random.ts'

/** The same by trying every pattern at every place. */
function everywhere(patterns: readonly SecretPattern[], text: string): Range[] {
  const wholes = patterns.map(({ whole }) => new RegExp(whole, 'y'))
  const ranges: Range[] = []
  for (let at = 0; at < text.length - 1; at += 1) {
    const ends = wholes.map((whole) => {
      whole.lastIndex = at
      return whole.test(text) ? whole.lastIndex : at
    })
    const end = Math.max(at, ...ends)
    if (end === at) continue
    ranges.push({ start: at, end })
    at = end - 1
  }
  return ranges
}

const alphabet = 'abAB09+/=%\\"- é😀bedrok\n&'

it('finds what trying everything everywhere finds', () => {
  const random = createRandom(7)
  const pick = (length: number): string =>
    Array.from({ length }, () => [...alphabet][Math.floor(random() * [...alphabet].length)]).join(
      '',
    )
  const forms: readonly ((secret: string) => string)[] = [
    (secret) => secret,
    encodeURIComponent,
    (secret) => encodeURIComponent(encodeURIComponent(secret)).toLowerCase(),
    (secret) => JSON.stringify(secret),
    (secret) => JSON.stringify(JSON.stringify(secret)),
    (secret) => Buffer.from(secret).toString('hex'),
    (secret) => Buffer.from(secret).toString('hex').toUpperCase(),
    (secret) => Buffer.from(`x${secret}y`).toString('base64'),
    (secret) => encodeURIComponent(Buffer.from(`xy${secret}`).toString('base64')),
    (secret) => Buffer.from(secret).toString('latin1'),
    (secret) =>
      [...secret].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  ]
  for (let round = 0; round < 60; round += 1) {
    const secrets = Array.from({ length: 3 }, () => pick(8 + Math.floor(random() * 12)))
    const patterns = [...secrets.flatMap(secretPatterns), ...keyShapes]
    const scan = createScanner(patterns)
    for (const form of forms) {
      const text = secrets.map((secret) => pick(6) + form(secret)).join(pick(4)) + pick(6)
      expect(scan(text)).toEqual(everywhere(patterns, text))
    }
  }
})
