import { describe, expect, it } from 'vitest'
import { chunk, done, stream } from '../../testing/completion.ts'
import { verdict } from '../../testing/judge.ts'

function streaming(texts: readonly string[]): string {
  return verdict('deltas-add', true, stream([...texts.map((content) => chunk({ content })), done]))
}

describe('deltas-add', () => {
  it('finds deltas that repeat all the text so far', () => {
    const words = ['The', 'The sun', 'The sun is', 'The sun is a', 'The sun is a star']
    expect(streaming(words)).toBe('chunk.cumulative')
    expect(streaming(words.slice(0, 4))).toBe('pass')
  })

  it('finds a delta that holds the whole text once more', () => {
    const words = ['The sun is', ' a star', ' of middle age', ' and of', ' no great size.']
    expect(streaming([...words, words.join('')])).toBe('chunk.cumulative')
    expect(streaming([...words, ' It shines.'])).toBe('pass')
    expect(streaming([words.join(''), words.join('')])).toBe('pass')
  })

  it('finds deltas whose white space was stripped', () => {
    const words = 'Explain the long history of the steam engine in plain words for children'.split(
      ' ',
    )
    expect(streaming(words)).toBe('chunk.spaces-lost')
    expect(streaming(words.map((word) => ` ${word}`))).toBe('pass')
    expect(streaming(words.flatMap((word) => [word, ' ']))).toBe('pass')
    expect(streaming([words.join(' ')])).toBe('pass')
    const pairs = Array.from({ length: 24 }, (_, at) => (at % 2 === 0 ? 'of the' : 'steam en'))
    expect(streaming(pairs)).toBe('chunk.spaces-lost')
    expect(streaming([...pairs, ' '])).toBe('pass')
    expect(streaming(pairs.slice(5))).toBe('pass')
  })

  it('takes no short text, no long word and no other script for one without white space', () => {
    expect(streaming(['Yes', ',', 'of', 'course'])).toBe('pass')
    expect(streaming([...'pneumonoultramicroscopicsilicovolcanoconiosis'])).toBe('pass')
    expect(streaming([...'ACGT'.repeat(15)])).toBe('pass')
    expect(streaming([...'蒸汽机的历史很长很长很长很长'])).toBe('pass')
    expect(streaming(['0123456789', 'abcdef0123', '456789abcd', 'ef01234567', '89abcdef01'])).toBe(
      'pass',
    )
  })

  it('lets a text repeat itself, as languages do', () => {
    expect(streaming(['a', 'a', 'a', 'a', 'a', 'a', 'a'])).toBe('pass')
    expect(streaming(['n', 'na', 'na', 'nana', ' ', 'bat', 'man'])).toBe('pass')
    expect(streaming(['1', '10', ' ', '1', '10', '100', ' ', '1'])).toBe('pass')
  })
})
