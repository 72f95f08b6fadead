import { describe, expect, it } from 'vitest'
import { chat, completion } from '../../testing/completion.ts'
import { verdict } from '../../testing/judge.ts'

describe('top-logprobs-sum', () => {
  const summed = (...logprobs: readonly number[]) => {
    const tops = logprobs.map((logprob, at) => ({ token: `t${at}`, logprob, bytes: null }))
    const content = logprobs.length === 0 ? [] : [{ ...tops[0], top_logprobs: tops }]
    return verdict(
      'top-logprobs-sum',
      true,
      chat(completion({}, { logprobs: { content, refusal: null } })),
    )
  }

  it('takes probabilities that add up to 1 at most', () => {
    expect(summed(-0.1, -2.5)).toBe('pass')
    expect(summed(0, -9999)).toBe('pass')
    expect(summed(0, 0)).toBe('logprobs.sum')
    expect(summed(-0.05, -1)).toBe('logprobs.sum')
    expect(summed()).toBe('inconclusive')
  })
})
