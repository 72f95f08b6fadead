import { describe, expect, it } from 'vitest'
import { claim } from './claim.ts'
import {
  claimsOutcome,
  measured,
  notRun,
  renderOutcomes,
  suiteOutcome,
  worstExitCode,
} from './outcome.ts'

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

  it('may be undecided where that is recorded, and no longer where it can be judged', () => {
    const why = 'it answers {}.'
    expect(suiteOutcome('a', 5, why)).toMatchObject({ exitCode: 0 })
    expect(suiteOutcome('a', 0, why)).toMatchObject({ exitCode: 4 })
    expect(suiteOutcome('a', 1, why)).toMatchObject({ exitCode: 1 })
    expect(suiteOutcome('a', 5)).toMatchObject({ exitCode: 5 })
  })

  it('is one line a part, with what it cost, and a line that counts', () => {
    const judged = { ...suiteOutcome('a', 0), requests: 12, seconds: 3.4 }
    const outcomes = [judged, suiteOutcome('long', 3), notRun('gone', 'no such package')]
    const lines = renderOutcomes(outcomes, ['slow']).split('\n')
    expect(lines.map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
      '✓ a 12 requests 3 s Conformant, but for what its baseline records.',
      '✗ long Nothing was judged: it could not be reached.',
      '- gone NOT RUN: no such package',
      '3 results: 1 as expected, 1 not, 1 NOT RUN, 1 left out by --budget (slow).',
      '',
    ])
  })

  it('is not green where a part was not run', () => {
    expect(worstExitCode([suiteOutcome('a', 0), notRun('gone', 'no such package')])).toBe(3)
  })

  it('costs what it counts itself, else what reached the reference meanwhile', async () => {
    let count = 5
    const work = async () => {
      count += 7
      return suiteOutcome('a', 0)
    }
    expect(await measured(() => count, work)).toMatchObject({ requests: 7 })
    const counted = async () => ({ ...(await work()), requests: 3 })
    expect(await measured(() => count, counted)).toMatchObject({ requests: 3 })
  })
})
