import { expect, it } from 'vitest'
import { codes, see, stream } from '../testing/see.ts'

const seen = (count: string, text = 'Hi') => {
  const content = JSON.stringify([{ text }])
  const json = `{"output":{"message":{"role":"assistant","content":${content}}},"usage":{"inputTokens":${count},"outputTokens": 2}}`
  return codes('plain-integers', see('converse', { type: 'application/json', chunks: [json] }))
}

it.each(['12.0', '1.2e1', '12E0'])('finds %s, which is no integer to typed clients', (count) => {
  expect(seen(count)).toEqual(['integer-form'])
})

it.each(['12', '0', '-1', '1.5', '"12.0"'])('leaves %s alone', (count) => {
  expect(seen(count)).toEqual([])
})

it('does not read the text of the answer', () => {
  expect(seen('12', '{"inputTokens":12.0}')).toEqual([])
})

it('takes the events of a stream', () => {
  expect(codes('plain-integers', stream([['messageStart', { role: 'assistant' }]]))).toEqual([])
})
