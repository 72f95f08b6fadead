/** From a case at a spot to a cell: everything that playing and judging need, worked out once. */
import type { Catalogue, Items, Step } from '../../model/case.ts'
import type { Cell, PlannedItems, PlannedStep, Spot } from '../../model/plan.ts'
import type { Model } from '../../model/target.ts'
import { anotherRegion } from './another-region.ts'
import { checkCompiler, type Wants } from './checks.ts'
import { memo } from './memo.ts'
import { lenient, toRefusal } from './refusal.ts'
import { toTemplate } from './template.ts'

/**
 * Compiles the case of a spot.
 *
 * @param wants which checks were asked for; absent: all
 */
export type Compile = (spot: Spot, wants?: Wants) => Cell

/** A compiler of cases. Templates and checks that cells share are compiled once. */
export function createCompiler({ packs }: Pick<Catalogue, 'packs'>): Compile {
  const checksOf = checkCompiler(packs)
  const written = memo(asWritten)
  const refusalOf = memo(toRefusal)
  const compileStep = (step: Step, spot: Spot, wants?: Wants): PlannedStep => ({
    ...written(step),
    api: step.api ?? spot.api,
    model: modelOf(step, spot.model),
    region: regionOf(step, spot),
    checks: checksOf({ spot, step }, wants),
  })
  return (spot, wants) => {
    const steps = spot.case.steps.map((step) => compileStep(step, spot, wants))
    const refused = refusalOf(spot.case)
    const [first] = refused?.steps ?? []
    if (refused === undefined || first === undefined) return { ...spot, steps }
    // Selecting single checks does not deselect the refusal.
    const refusal = compileStep(first, { ...spot, case: refused })
    return { ...spot, steps, refusal: { ...refusal, checks: lenient(refusal.checks) } }
  }
}

type Written = Omit<PlannedStep, 'api' | 'model' | 'region' | 'checks'>

/** What does not depend on the spot. */
function asWritten(step: Step): Written {
  const { id, expect, save, repeat, fresh, parallel, hangUpAfter, request, items } = step
  const [auth = step.auth, ...more] = step.authTurns ?? []
  return {
    id,
    expect,
    save,
    repeat,
    ...(fresh !== undefined && { fresh }),
    parallel,
    ...(hangUpAfter !== undefined && { hangUpAfter }),
    auth: [auth, ...more],
    request:
      'say' in request ? { say: toTemplate(request.say) } : { send: toTemplate(request.send) },
    ...(items !== undefined && { items: plannedItems(items) }),
  }
}

function plannedItems(items: Items): PlannedItems {
  return 'list' in items ? { list: toTemplate(items.list) } : items
}

function modelOf(step: Step, model: Model): Model {
  return step.model === undefined ? model : { ...model, id: step.model }
}

function regionOf(step: Step, spot: Spot): string {
  if (step.region === undefined) return spot.region
  return anotherRegion(spot, spot.region) ?? spot.region
}
