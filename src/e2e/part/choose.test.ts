import { describe, expect, it } from 'vitest'
import { chooseParts, fits, refuseNames } from './choose.ts'
import { loadParts } from './load.ts'

const parts = loadParts()
const [first, second] = parts

describe('the parts of a run', () => {
  it('are all, or those that are named, in their own order', () => {
    expect(chooseParts(parts, undefined)).toBe(parts)
    const names = [second!.part, first!.part]
    expect(chooseParts(parts, names)).toEqual([first, second])
  })

  it('have names that exist', () => {
    expect(() => chooseParts(parts, ['nothing'])).toThrow(/there is no "nothing"/u)
  })

  it('are not named without --only', () => {
    expect(() => refuseNames(['litellm'])).toThrow(/--only=litellm/u)
    expect(() => refuseNames(['--baseline', 'none'])).not.toThrow()
    expect(() => refuseNames([])).not.toThrow()
  })

  it('fit what is left of a budget', () => {
    const minutes = first!.minutes * 60_000
    expect(fits(first!, 0, undefined)).toBe(true)
    expect(fits(first!, 0, minutes)).toBe(true)
    expect(fits(first!, 1, minutes)).toBe(false)
  })
})
