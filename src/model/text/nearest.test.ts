import { describe, expect, it } from 'vitest'
import { nearest, suggest } from './nearest.ts'

describe('the nearest known word', () => {
  it.each([
    ['statsu', 'status'],
    ['STATUS', 'status'],
    ['openai-caht', 'openai-chat'],
    ['USAGE', 'usage'],
  ])('of %s is %s', (word, expected) => {
    expect(nearest(word, ['STAGE', 'status', 'openai-chat', 'usage'])).toBe(expected)
  })

  it('is undefined when no known word is near', () => {
    expect(nearest('temperature', ['status', 'usage'])).toBeUndefined()
    expect(nearest('xy', ['id'])).toBeUndefined()
    expect(nearest('x', [])).toBeUndefined()
  })

  it('is suggested, or the known words are when there is none', () => {
    expect(suggest('statsu', ['status', 'usage'])).toBe('did you mean "status"?')
    expect(suggest('zebra', ['status', 'usage'])).toBe('known: status, usage')
    expect(suggest('zebra', [])).toBeUndefined()
  })
})
