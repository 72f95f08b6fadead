import { describe, expect, it } from 'vitest'
import { describeInterval, interval, judgeInterval } from './statistics.ts'

describe('interval', () => {
  it('agrees with published values of Wilson’s interval', () => {
    const { low, high } = interval(19, 20)
    expect(low).toBeCloseTo(0.7639, 3)
    expect(high).toBeCloseTo(0.9911, 3)
  })

  it('stays within 0 to 1, and is undecided when nothing ran', () => {
    expect(interval(5, 5)).toMatchObject({ high: 1 })
    expect(interval(0, 5)).toMatchObject({ low: 0 })
    expect(interval(0, 0)).toMatchObject({ low: 0, high: 1 })
  })

  it('refuses counts that cannot be', () => {
    expect(() => interval(6, 5)).toThrow(RangeError)
    expect(() => interval(1.5, 5)).toThrow(RangeError)
  })
})

describe('judgeInterval', () => {
  it('passes only when the whole interval clears the floor', () => {
    expect(judgeInterval(interval(5, 5))).toBe('pass')
    expect(judgeInterval(interval(4, 5))).toBe('straddles')
    expect(judgeInterval(interval(1, 5))).toBe('straddles')
    expect(judgeInterval(interval(0, 5))).toBe('fail')
  })

  it('needs more runs for a higher floor', () => {
    expect(judgeInterval(interval(5, 5, 0.8))).toBe('straddles')
    expect(judgeInterval(interval(40, 40, 0.8))).toBe('pass')
  })

  it('does not pass when nothing ran', () => {
    expect(judgeInterval(interval(0, 0))).toBe('straddles')
  })
})

it('describes a result with its floor in runs', () => {
  expect(describeInterval(interval(19, 20, 0.85))).toBe('19/20, floor 17 (95 % interval 76–99 %)')
})
