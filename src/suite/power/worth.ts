/** How much it is worth that a cell is sent. */
import type { Cell } from '../../model/plan.ts'
import type { CasePower, Power } from '../../model/run/power.ts'

/**
 * A failed `should` is a warning and gates nothing; a behaviour is one only after many samples, and
 * the same defect of a server mostly breaks a rule of its protocol too.
 */
const worths = { must: 1, should: 0.5, may: 0, behaviour: 0.5 } as const

/** APIs of one family are mostly served by the same code, which has the same defects. */
function familyOf(api: string): string {
  return api.split('-')[0] ?? api
}

/** What is known of the steps that a cell sends. */
export function stepsKnown(
  { cases }: Power,
  { case: asked, api, steps }: Pick<Cell, 'case' | 'api' | 'steps'>,
): CasePower {
  const sent = new Set(steps.map(({ id }) => id))
  const known = cases.get(api)?.get(asked.id) ?? []
  return known.filter(({ id }) => sent.has(id))
}

/**
 * Names of the defects that the steps of a cell find, with their worth.
 *
 * @param plays how many plays a behaviour takes, where the worth is that of one
 */
export function worthOf(
  power: Power,
  { case: asked, api, steps }: Cell,
  plays = 1,
): Map<string, number> {
  const found = new Map<string, number>()
  const known = stepsKnown(power, { case: asked, api, steps })
  const family = familyOf(api)
  const isSampled = asked.checks.some(({ kind }) => kind === 'behaviour')
  for (const level of ['behaviour', 'should', 'must'] as const) {
    if (level === 'behaviour' && !isSampled) continue
    for (const index of known.flatMap(({ finds }) => finds[level])) {
      const worth = worths[level] * (power.defects[index]?.weight ?? 1)
      found.set(`${family} ${index}`, level === 'behaviour' ? worth / plays : worth)
    }
  }
  return found
}
