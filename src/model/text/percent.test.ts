import { expect, it } from 'vitest'
import { percentDecoded } from './percent.ts'

it.each([
  ['a%2Fb%20c', 'a/b c'],
  ['%E2%82%AC', '€'],
  ['100%', '100%'],
  ['%ff', '%ff'],
  ['a+b', 'a+b'],
])('%s is decoded to %s, as it stands where its percent signs make no sense', (text, decoded) => {
  expect(percentDecoded(text)).toBe(decoded)
})
