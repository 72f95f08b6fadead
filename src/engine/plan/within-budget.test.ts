import { describe, expect, it } from 'vitest'
import type { Planner } from '../../model/plan.ts'
import type { Target } from '../../model/target.ts'
import type { CellRun } from '../play/run-cell.ts'
import { boughtIn, withinTime } from './within-budget.ts'

function run(id: string, requests: number, reasons: readonly (string | undefined)[]): CellRun {
  const checks = reasons.map((reason) => ({ reason }))
  return { cell: { case: { id } }, result: { requests, checks } } as unknown as CellRun
}

/** Names of the cells that count as asked, in a run that was stopped. */
function asked(...runs: readonly CellRun[]): string[] {
  let names: string[] = []
  const bought: Planner['bought'] = (sent) => {
    names = sent.map((cell) => cell.case.id)
    return { share: 0, finds: 0, of: 1, leftOut: 0 }
  }
  const planner = { bought } as Planner
  boughtIn({ planner, target: {} as Target, signal: AbortSignal.abort() }, runs, undefined)
  return names
}

describe('what a run would have found that was stopped', () => {
  it('is what cells would have found of which a check was judged', () => {
    expect(
      asked(
        run('whole', 1, [undefined, undefined]),
        run('in-part', 2, [undefined, 'interrupted', 'over-budget']),
        run('unsure', 5, ['interval', 'interrupted']),
        run('cut-off', 1, ['interrupted', 'over-budget']),
        run('not-sent', 0, ['over-budget']),
      ),
    ).toEqual(['whole', 'in-part', 'unsure'])
  })
})

describe('what was not sent at the end of a run', () => {
  const runs = [run('played', 1, [undefined]), run('not-sent', 0, ['over-budget'])]

  it('is no part of it where a budget of time ended it', () => {
    expect(withinTime(runs, '--budget')).toEqual(runs.slice(0, 1))
  })

  it.each(['--max-time', '--fail-fast', undefined] as const)(
    'stays in the report where %s ended it, whatever its budget is',
    (limit) => {
      expect(withinTime(runs, limit)).toEqual(runs)
    },
  )
})
