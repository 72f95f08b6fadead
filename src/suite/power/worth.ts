/** How much it is worth that a cell is sent. */
import type { Cell, CellLocation } from '../../model/plan.ts'
import type { CasePower, Power } from '../../model/run/power.ts'

/**
 * A failed `should` is a warning and gates nothing; a behaviour is one only after many samples, and
 * the same defect of a server mostly breaks a rule of its protocol too.
 */
const worths = { must: 1, should: 0.5, may: 0, behaviour: 0.5 } as const

/** What is known of the case of a cell on its API. */
function powerAt(power: Power, { case: asked, api }: CellLocation): CasePower | undefined {
  return power.cases.get(api)?.get(asked.id)
}

/** APIs of one family are mostly served by the same code, which has the same defects. */
function familyOf(api: string): string {
  return api.split('-')[0] ?? api
}

/** Names of the defects that a cell finds, with their worth. */
export function worthOf(power: Power, cell: Cell): Map<string, number> {
  const found = new Map<string, number>()
  const known = powerAt(power, cell)
  if (known === undefined) return found
  const family = familyOf(cell.api)
  const samples = cell.case.checks.some(({ kind }) => kind === 'behaviour')
  for (const level of ['behaviour', 'should', 'must'] as const) {
    if (level === 'behaviour' && !samples) continue
    for (const index of known.finds[level]) {
      found.set(`${family} ${index}`, worths[level] * (power.defects[index]?.weight ?? 1))
    }
  }
  return found
}
