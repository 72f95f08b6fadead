import { describe, expect, it } from 'vitest'
import { claim } from './claim.ts'
import { claimsOutcome, renderOutcomes, suiteOutcome, worstExitCode } from './outcome.ts'

describe('the outcome of an end-to-end run', () => {
  it('is red for one claim that does not hold, and shows what was seen', () => {
    const outcome = claimsOutcome('client', [
      claim('good', true, ''),
      claim('bad', false, 'an\n error'),
    ])
    expect(outcome).toMatchObject({ exitCode: 1 })
    expect(outcome.says).toBe('1 of 2 claims do not hold.\n    not so: bad\n    seen: an error')
  })

  it('is never green for a part that is not', () => {
    const green = suiteOutcome('a', 0)
    expect(worstExitCode([green])).toBe(0)
    expect(worstExitCode([green, suiteOutcome('b', 4)])).toBe(4)
    expect(worstExitCode([suiteOutcome('b', 4), suiteOutcome('c', 1), green])).toBe(1)
  })

  it('is one line a part', () => {
    const text = renderOutcomes([suiteOutcome('a', 0), suiteOutcome('long', 3)])
    expect(text).toBe(
      '✓ a     Conformant, but for what its baseline records.\n✗ long  Nothing was judged: it could not be reached.\n',
    )
  })
})
