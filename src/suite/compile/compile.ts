/** From a case at a location to a cell: everything that playing and judging need, worked out once. */
import { isCurtailed, sampledWith } from './uses.ts'
import type { Case, Catalogue, Items, Step } from '../../model/case.ts'
import type { Cell, PlannedItems, PlannedStep, CellLocation } from '../../model/plan.ts'
import type { Model } from '../../model/target.ts'
import { anotherRegion } from './another-region.ts'
import { checkCompiler, type Wants } from './checks.ts'
import { memo, memoByAll } from '../../model/lists/memo.ts'
import { lenient, refusable, toRefusal } from './refusal.ts'
import { toTemplate } from './template.ts'

/**
 * Compiles the case of a location.
 *
 * @param wants which checks were asked for; absent: all
 */
export type Compile = (location: CellLocation, wants?: Wants) => Cell

/** A compiler of cases. Templates and checks that cells share are compiled once. */
export function createCompiler({ packs }: Pick<Catalogue, 'packs'>): Compile {
  const checksOf = checkCompiler(packs)
  const written = memo(asWritten)
  const refusalOf = memo(toRefusal)
  const repeats = memoByAll<ReturnType<typeof repeatsWith>>()
  const lenientOf = memo(lenient)
  const compileStep = (step: Step, location: CellLocation, wants?: Wants): PlannedStep => ({
    // A member after those of another object would cost each step hundreds of bytes: V8 then gives it
    // a hidden class of its own. The same holds for the cells below.
    api: step.api ?? location.api,
    model: modelOf(step, location.model),
    region: regionOf(step, location),
    checks: checksOf({ location, step }, wants),
    ...written(step),
    ...repeats([step, location.case], () => repeatsWith(step, location.case)),
  })
  return (given, wants) => {
    const { case: asked, api, region, model, endpoint } = given
    const location = { case: asked, api, region, model, endpoint }
    const steps = asked.steps.map((step) =>
      compileStep(refusable(step, step.api ?? api), location, wants),
    )
    const refused = refusalOf(asked)
    const [first] = refused?.steps ?? []
    if (refused === undefined || first === undefined) return { steps, ...location }
    // Selecting single checks does not deselect the refusal.
    const refusal = compileStep(first, { ...location, case: refused })
    return { steps, refusal: { ...refusal, checks: lenientOf(refusal.checks) }, ...location }
  }
}

/**
 * What is sent again with a step that is sampled, nothing where it is sent again alone, or never; and
 * whether its repeats may end early.
 */
function repeatsWith(step: Step, asked: Case): Pick<PlannedStep, 'again' | 'curtailed'> {
  if (asked.steps.length === 1) return {}
  const isSampled = asked.checks.some(
    ({ kind, step: of }) => kind === 'behaviour' && of === step.id,
  )
  return {
    ...(isSampled && { again: sampledWith(step, asked) }),
    ...(isCurtailed(step, asked) && { curtailed: true }),
  }
}

type Written = Omit<PlannedStep, 'api' | 'model' | 'region' | 'again' | 'curtailed' | 'checks'>

/** What does not depend on the location. */
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

function regionOf(step: Step, location: CellLocation): string {
  if (step.region === undefined) return location.region
  return anotherRegion(location, location.region) ?? location.region
}
