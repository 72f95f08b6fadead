import { expect, it } from 'vitest'
import { splitReasoning } from './reasoning.ts'

it('takes every pair of tags out of the answer, not the first alone', () => {
  const raw = '<reasoning>one</reasoning><reasoning> two\n</reasoning>Sol<reasoning>!</reasoning>.'
  expect(splitReasoning(raw)).toEqual({ text: 'Sol.', reasoning: 'one two\n!' })
})

it('counts all that follows an unclosed tag as reasoning', () => {
  expect(splitReasoning('Well <reasoning>because it')).toEqual({
    text: 'Well ',
    reasoning: 'because it',
  })
})

it.each(['<think>mine</think>Earth', 'a < b', '</reasoning>', '<Reasoning>x</Reasoning>', ''])(
  'leaves %j as it came',
  (raw) => {
    expect(splitReasoning(raw)).toEqual({ text: raw, reasoning: '' })
  },
)
