import { describe, expect, it } from 'vitest'
import { jsonBeginning } from './beginning.ts'

describe('jsonBeginning', () => {
  it.each([
    [null],
    [true],
    [-1.5e300],
    ['a "quoted" \u2028 text\n\ud800'],
    [[]],
    [{}],
    [[1, [2, [3, {}]], 'x', null]],
    [{ a: { b: [{ c: '' }] }, 'd"e': false, f: undefined, g: 1 }],
    [JSON.parse('{"__proto__":{"a":1},"b":2}')],
  ])('writes a short value whole, as JSON.stringify does (%#)', (value: unknown) => {
    expect(jsonBeginning(value, 1000)).toBe(JSON.stringify(value))
  })

  it('writes the same beginning of a long value at any length', () => {
    const value = Array.from({ length: 50 }, (_, n) => ({
      n,
      text: `"${n}"`.repeat(n % 9),
      l: [n],
    }))
    const whole = JSON.stringify(value)
    for (let length = 1; length < whole.length; length += 7) {
      expect(jsonBeginning(value, length).slice(0, length)).toBe(whole.slice(0, length))
    }
  })

  it('costs no more than what it writes, however deep or wide the value is', () => {
    let deep: unknown = 0
    for (let level = 0; level < 200_000; level += 1) deep = [deep]
    expect(jsonBeginning(deep, 100)).toMatch(/^\[{100,110}/)
    const wide = Array.from({ length: 1_000_000 }, () => 'x'.repeat(10))
    expect(jsonBeginning(wide, 100).length).toBeLessThan(130)
    expect(jsonBeginning('y'.repeat(10_000_000), 100).length).toBeLessThan(110)
  })
})
