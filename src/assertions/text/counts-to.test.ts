import { expect, it } from 'vitest'
import { chat, completion } from '../testing/completion.ts'
import { verdict } from '../testing/judge.ts'

const row = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at).join(', ')

const saying = (content: string, finish = 'stop') =>
  chat(completion({}, { finish_reason: finish }, { content }))

const numbered = Array.from({ length: 30 }, (_, at) => `${at + 1}. ${at + 1}`).join('\n')

it.each([
  row(1, 30),
  `Here you are:\n${row(1, 30)}.`,
  `From 1 to 30: ${row(1, 30)}.`,
  row(1, 31),
  `%41+1 $H a z\n${row(1, 30)}`,
  numbered,
])('holds for %j', (text) => {
  expect(verdict('counts-to', 30, saying(text))).toBe('pass')
})

it.each([
  ['text.cut', row(1, 29)],
  ['text.cut', row(1, 3)],
  ['text.empty', ''],
  ['text.gap', `${row(1, 12)}, ${row(14, 30)}`],
  ['text.gap', row(2, 30)],
  ['text.repeated', `${row(1, 12)}, ${row(12, 30)}`],
  ['text.repeated', `1, ${row(1, 30)}`],
  ['text.repeated', `${row(1, 12)}, ${row(9, 12)}, ${row(12, 30)}`],
])('finds %s in %j', (code, text) => {
  expect(verdict('counts-to', 30, saying(text))).toBe(code)
})

it('cannot be judged where the limit ended the answer', () => {
  expect(verdict('counts-to', 30, saying(row(1, 9), 'length'))).toBe('inconclusive')
})
