import { expect, it } from 'vitest'
import { width } from '../text/width.ts'
import { exampleOf } from './cause.ts'

const example = (expected: string, received: string): string =>
  exampleOf({ code: 'usage.sum', message: 'It is wrong.', expected, received }, 60)

it('an example shows what was expected and what came', () => {
  expect(example('3', '4')).toBe('expected 3; received 4')
})

it('neither of the two takes the room of the other', () => {
  const [long, short] = ['a long text '.repeat(20), 'no text']
  for (const one of [example(long, short), example(short, long), example(long, long)]) {
    expect(width(one)).toBeLessThanOrEqual(60)
    expect(one).toMatch(/^expected \S+.*; received \S+/)
  }
  expect(example(long, short)).toContain('; received no text')
  expect(example(short, long)).toContain('expected no text; received a long text a long')
})
