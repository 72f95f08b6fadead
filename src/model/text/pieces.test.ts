import { expect, it } from 'vitest'
import { gathered, wholeText } from './pieces.ts'

it('a text is the same in gathered pieces, which are not small', () => {
  const pieces = Array.from({ length: 100 }, (_, index) => 'ab'.repeat(index % 7))
  const found = [...gathered(pieces, 20)]
  expect(found.join('')).toBe(wholeText(pieces))
  expect(found.slice(0, -1).every(({ length }) => length >= 20 && length < 32)).toBe(true)
  expect([...gathered('text', 20)]).toEqual(['text'])
  expect([...gathered('', 20)]).toEqual([])
})

it('no piece is asked for before it is needed', () => {
  let asked = 0
  function* pieces() {
    for (;;) {
      asked += 1
      yield 'x'.repeat(10)
    }
  }
  const found = gathered(pieces(), 30)
  expect(found.next().value).toHaveLength(30)
  expect(asked).toBe(3)
})
