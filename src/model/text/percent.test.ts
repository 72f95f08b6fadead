import { expect, it } from 'vitest'
import { percentDecoded, percentEncoded } from './percent.ts'

it.each([
  ['a%2Fb%20c', 'a/b c'],
  ['%E2%82%AC', '€'],
  ['100%', '100%'],
  ['%ff', '%ff'],
  ['a+b', 'a+b'],
])('%s is decoded to %s, as it stands where its percent signs make no sense', (text, decoded) => {
  expect(percentDecoded(text)).toBe(decoded)
})

it.each([
  ['a/b ~€', 'a%2Fb%20~%E2%82%AC'],
  ['half of a pair \ud800', 'half%20of%20a%20pair%20%EF%BF%BD'],
])('%j is encoded to %s, half of a surrogate pair as U+FFFD', (text, encoded) => {
  expect(percentEncoded(text)).toBe(encoded)
})
