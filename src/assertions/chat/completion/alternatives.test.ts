import { describe, expect, it } from 'vitest'
import { chat, completion } from '../../testing/completion.ts'
import { verdict } from '../../testing/judge.ts'

const top = (token: string, bytes: readonly number[] | null = null) => ({
  token,
  bytes,
  logprob: -1,
})

function of(...positions: readonly (readonly ReturnType<typeof top>[])[]): string {
  const content = positions.map((tops) => ({ ...top('a'), top_logprobs: tops }))
  const logprobs = { content, refusal: null }
  return verdict('alternatives-differ', true, chat(completion({}, { logprobs })))
}

describe('alternatives-differ', () => {
  it('finds one token several times at most positions', () => {
    expect(of([top('a'), top('a')], [top('b'), top('b')])).toBe('logprobs.repeated')
    expect(of([top('a'), top('b')], [top('a'), top('c')])).toBe('pass')
  })

  it('takes two tokens with one text now and then', () => {
    expect(of([top('a'), top('a')], [top('b'), top('c')])).toBe('pass')
  })

  it('tells parts of characters by their bytes', () => {
    expect(of([top('\uFFFD', [195]), top('\uFFFD', [196])])).toBe('pass')
  })

  it('does not judge what has one alternative or none', () => {
    expect(of([top('a')])).toBe('inconclusive')
    expect(of([])).toBe('inconclusive')
    expect(of()).toBe('inconclusive')
  })
})
