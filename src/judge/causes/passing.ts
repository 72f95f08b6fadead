/** How often the checks that show a root pass: what always fails is wrong, what fails at times depends on something. */
import type { CellResult } from '../../model/report.ts'
import { sum } from '../../model/lists/lists.ts'
import type { Symptom } from './symptom.ts'

export interface Passing {
  /** In how many cells the check of a symptom passes. */
  readonly of: (symptom: Symptom) => number
  /** How often the checks of symptoms pass on the APIs, in the regions and for the models of these cells. */
  readonly beside: (symptoms: readonly Symptom[]) => number
}

/** Looks up the checks of `symptoms` in all cells. */
export function passingOf(cells: readonly CellResult[], symptoms: readonly Symptom[]): Passing {
  const counts = new Map<string, Map<string, number>>()
  for (const symptom of symptoms) counts.set(checkOf(symptom.check), new Map())
  for (const cell of counts.size === 0 ? [] : cells) {
    const location = locationOf(cell)
    for (const check of cell.checks) {
      if (check.verdict !== 'pass') continue
      const own = counts.get(checkOf(check))
      own?.set(location, (own.get(location) ?? 0) + 1)
    }
  }
  const countsOf = ({ check }: Symptom) => counts.get(checkOf(check)) ?? new Map<string, number>()
  return {
    of: (symptom) => sum([...countsOf(symptom).values()]),
    beside: (those) => {
      const locations = new Set(those.map(({ cell }) => locationOf(cell)))
      const checks = new Set(those.map(countsOf))
      return sum(
        [...checks].flatMap((own) => [...locations].map((location) => own.get(location) ?? 0)),
      )
    },
  }
}

function checkOf({ rule, id }: { readonly rule: string; readonly id: string }): string {
  return `${rule} ${id}`
}

function locationOf({ api, region, model }: CellResult): string {
  return JSON.stringify([api, region, model])
}
