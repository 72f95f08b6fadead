import { describe, expect, it } from 'vitest'
import { chunk, done, stream } from './testing/completion.ts'
import { verdict } from './testing/judge.ts'

function streaming(texts: readonly string[]): string {
  return verdict('deltas-add', true, stream([...texts.map((content) => chunk({ content })), done]))
}

describe('deltas-add', () => {
  it('finds deltas that repeat all the text so far', () => {
    const words = ['The', 'The sun', 'The sun is', 'The sun is a', 'The sun is a star']
    expect(streaming(words)).toBe('chunk.cumulative')
    expect(streaming(words.slice(0, 4))).toBe('pass')
  })

  it('lets a text repeat itself, as languages do', () => {
    expect(streaming(['a', 'a', 'a', 'a', 'a', 'a', 'a'])).toBe('pass')
    expect(streaming(['n', 'na', 'na', 'nana', ' ', 'bat', 'man'])).toBe('pass')
    expect(streaming(['1', '10', ' ', '1', '10', '100', ' ', '1'])).toBe('pass')
  })
})
