/** How much it is worth that a cell is sent. */
import { once } from '../../assertions/evidence/once.ts'
import { hasBodiesOfFamily } from '../../model/apis.ts'
import { largest } from '../../model/lists/lists.ts'
import type { Level } from '../../model/names.ts'
import type { Cell } from '../../model/plan.ts'
import type { CasePower, Finds, Power } from '../../model/run/power.ts'

/**
 * A failed `should` is a warning and gates nothing; a behaviour is one only after many samples, and
 * the same defect of a server mostly breaks a rule of its protocol too.
 */
const worths = { must: 1, should: 0.5, may: 0, behaviour: 0.5 } as const

/**
 * What a case may find that no known defect stands for, as a share of a known one. In orders that are
 * tried on defects left out (`held-out.long.test.ts`), half a defect finds more of them than zero, and hardly
 * fewer of those that are known; a greater share finds fewer of those.
 */
const unknownWorth = 0.5

/** APIs of one family are mostly served by the same code, which has the same defects. */
function familyOf(api: string): string {
  return api.split('-')[0] ?? api
}

/** What is known of the steps that a cell sends, of defects that its model can show. */
export function stepsKnown(
  power: Power,
  { case: asked, api, steps, model }: Pick<Cell, 'case' | 'api' | 'steps' | 'model'>,
): CasePower {
  const sent = new Set(steps.map(({ id }) => id))
  const known = (power.cases.get(api)?.get(asked.id) ?? []).filter(({ id }) => sent.has(id))
  if (!hasBodiesOfFamily(api) || !familiesKnown(power).has(model.family)) return known
  const isShown = (at: number): boolean =>
    power.defects[at]?.families?.includes(model.family) ?? true
  return known.map((step) => ({ ...step, finds: finding(step.finds, isShown) }))
}

/** The families of models of which is known what they show. */
const familiesKnown = once(
  ({ defects }: Power) => new Set(defects.flatMap(({ families = [] }) => families)),
)

/** What is found of some defects. */
export function finding(
  { must, should, may, behaviour }: Finds,
  isKept: (defect: number) => boolean,
): Finds {
  return {
    must: must.filter(isKept),
    should: should.filter(isKept),
    may: may.filter(isKept),
    behaviour: behaviour.filter(isKept),
  }
}

/**
 * Names of the defects that the steps of a cell find, with their worth.
 *
 * @param plays how many plays a behaviour takes, where the worth is that of one
 */
export function worthOf(power: Power, cell: Cell, plays = 1): Map<string, number> {
  const found = new Map<string, number>()
  const known = stepsKnown(power, cell)
  const family = familyOf(cell.api)
  const isSampled = cell.case.checks.some(({ kind }) => kind === 'behaviour')
  for (const level of ['behaviour', 'should', 'must'] as const) {
    if (level === 'behaviour' && !isSampled) continue
    for (const index of known.flatMap(({ finds }) => finds[level])) {
      const worth = worths[level] * (power.defects[index]?.weight ?? 1)
      found.set(`${family} ${index}`, level === 'behaviour' ? worth / plays : worth)
    }
  }
  return found
}

/** The worth of a cell, and what it may find beyond that: each case has a promise of its own. */
export function expectedWorthOf(power: Power, cell: Cell, plays = 1): Map<string, number> {
  const worth = worthOf(power, cell, plays)
  const expected = unknownWorth * largest([0, ...promisesOf(cell).map((level) => worths[level])])
  return expected === 0 ? worth : worth.set(`${familyOf(cell.api)} ${cell.case.id}`, expected)
}

/** Levels of what one play of a cell can break of its own case: a refusal that is expected is a must. */
function promisesOf({ case: asked, api, steps }: Cell): Level[] {
  const sent = new Set(steps.map(({ id }) => id))
  const own = asked.checks.filter(
    ({ step, kind, apis }) =>
      sent.has(step) && kind !== 'behaviour' && (apis?.includes(api) ?? true),
  )
  const isRefusal = steps.some(({ expect }) => expect.outcome === 'error')
  return [...own.map(({ level }) => level), ...(isRefusal ? (['must'] as const) : [])]
}
