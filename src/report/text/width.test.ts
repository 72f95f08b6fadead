import { seededRandom } from '../../model/run/random.ts'
import { describe, expect, it } from 'vitest'
import { elide, hanging, truncate, width, wrap } from './width.ts'

describe('width', () => {
  it('counts columns, not code units', () => {
    expect(width('abc')).toBe(3)
    expect(width('漢字')).toBe(4)
    expect(width('✅')).toBe(2)
    expect(width('👩\u200d💻')).toBe(2)
    expect(width('e\u0301')).toBe(1)
    expect(width('✗ é')).toBe(3)
  })
})

describe('truncate', () => {
  it('keeps text that fits and marks text that is cut', () => {
    expect(truncate('12345', 5)).toBe('12345')
    expect(truncate('123456', 5)).toBe('1234…')
    expect(truncate('漢字漢字', 4)).toBe('漢…')
  })
})

describe('elide', () => {
  it('keeps text that fits', () => {
    expect(elide('x'.repeat(40), 40)).toBe('x'.repeat(40))
  })

  it('keeps both ends and says how much is missing', () => {
    const text = `start${'x'.repeat(1000)}end`
    const elided = elide(text, 60)
    expect(width(elided)).toBeLessThanOrEqual(60)
    const [, start, missing, end] = /^(start.*) …(\d+) more… (.*end)$/.exec(elided)!
    expect(start!.length + Number(missing) + end!.length).toBe(text.length)
  })

  it('never cuts a character in two', () => {
    for (let columns = 30; columns < 50; columns += 1) {
      expect(elide('😀'.repeat(500), columns)).not.toMatch(/\p{Cs}/u)
      expect(elide('e' + '\u0301\ud83d\ude00'.repeat(500), columns)).not.toMatch(/\p{Cs}/u)
    }
  })
})

describe('wrap', () => {
  it('breaks at spaces', () => {
    expect(wrap('one two three', 8)).toEqual(['one two', 'three'])
  })

  it('breaks a word that is longer than a line', () => {
    expect(wrap('aaaaaaaaaa bb', 4)).toEqual(['aaaa', 'aaaa', 'aa', 'bb'])
  })

  it('gives one empty line for no text', () => {
    expect(wrap('', 10)).toEqual([''])
  })

  it('loses nothing but spaces and never exceeds the width, whatever the text', () => {
    const random = seededRandom(7)
    const alphabet = ['a', 'b', ' ', ' ', '漢', '😀', 'é', '-']
    for (let round = 0; round < 300; round += 1) {
      const length = Math.floor(random() * 120)
      const text = Array.from(
        { length },
        () => alphabet[Math.floor(random() * alphabet.length)],
      ).join('')
      const columns = 2 + Math.floor(random() * 30)
      const lines = wrap(text, columns)
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
      expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(columns)
    }
  })
})

it('text that hangs goes on below its beginning, and is not wrapped in a file', () => {
  expect(hanging('  why  ', 'one two three four', 24)).toEqual([
    '  why  one two three',
    '       four',
  ])
  expect(hanging('- ', 'one two', Infinity)).toEqual(['- one two'])
  expect(hanging('  ', 'one', 0)).toEqual(['  one'])
})
