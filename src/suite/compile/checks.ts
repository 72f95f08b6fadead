/** The checks of a step: those of the protocol packs, then the case's own, ordered by need. */
import type { Check, Expectation, ProtocolPack, Step } from '../../model/case.ts'
import type { ChecksOfStep, PlannedCheck, CellLocation } from '../../model/plan.ts'
import type { ApiName } from '../../model/names.ts'
import { inStep } from '../load/step-id.ts'
import { memo, memoByAll } from '../../model/lists/memo.ts'
import { covers } from './locations.ts'
import { toTemplate } from './template.ts'

/** Whether a check was asked for. */
export type Wants = (check: Pick<Check, 'id' | 'level' | 'kind' | 'step'>) => boolean

/** A step of a case at a location. */
interface StepAt {
  readonly location: CellLocation
  readonly step: Pick<Step, 'id' | 'api' | 'expect'>
}

/** Gives the checks of a step; where only some were asked for, these. */
type ChecksOf = (at: StepAt, wants?: Wants) => ChecksOfStep

/** Compiles the checks of steps; the cells of a case that have the same ones share their lists. */
export function checkCompiler(packs: readonly ProtocolPack[]): ChecksOf {
  const compile = compilerOf(packs)
  const shared = memoByAll<ChecksOfStep>()
  return (at, wants) => {
    const { case: asked, api, model, endpoint } = at.location
    const keys = [asked, at.step, wants, api, model.family, endpoint.kind]
    return shared(keys, () => compile(at, wants))
  }
}

function compilerOf(packs: readonly ProtocolPack[]): ChecksOf {
  const planned = memo(toPlanned)
  const joined = memo((pack: ProtocolPack) =>
    memo((step: string) => pack.checks.map((check) => toPlanned(inStep(check, step)))),
  )
  return ({ location, step }, wants) => {
    const api = step.api ?? location.api
    const own = location.case.checks.filter(
      (check) => check.step === step.id && isFor(check, location.api),
    )
    const checksFor = (outcome: Expectation['outcome']): readonly PlannedCheck[] => {
      const ofPacks = packsFor(packs, { ...location, api }, outcome).flatMap((pack) =>
        joined(pack)(step.id),
      )
      const all = [...ofPacks.filter((check) => isFor(check, api)), ...own.map(planned)]
      return inOrder(wants === undefined ? all : withNeeds(all, wants))
    }
    return byOutcome(step.expect.outcome, checksFor)
  }
}

/**
 * One list where the expectation decides, else one for each outcome. Worked out when asked for: what
 * only lists or counts cells never asks, and of two plans of a run the first is thrown away.
 */
function byOutcome(
  expected: Expectation['outcome'],
  checksFor: (outcome: Expectation['outcome']) => readonly PlannedCheck[],
): ChecksOfStep {
  const listOf = memo(checksFor)
  const decided = (outcome: 'reply' | 'error'): readonly PlannedCheck[] =>
    listOf(expected === 'reply-or-error' ? outcome : expected)
  return {
    get reply() {
      return decided('reply')
    },
    get error() {
      return decided('error')
    },
    get silent() {
      return decided('reply')
    },
    get unsent() {
      return listOf(expected)
    },
  }
}

function isFor({ apis }: Check, api: ApiName): boolean {
  return apis === undefined || apis.includes(api)
}

function toPlanned(check: Check): PlannedCheck {
  const template = toTemplate(check.args)
  const isPlain = template.kind === 'value' && template.value === check.args
  return isPlain ? check : { ...check, template }
}

/**
 * The protocol packs that judge an exchange.
 *
 * @param outcome `reply` or `error`; any other adds only the packs that hold always
 */
export function packsFor(
  packs: readonly ProtocolPack[],
  { api, model, endpoint }: Pick<CellLocation, 'api' | 'model' | 'endpoint'>,
  outcome: Expectation['outcome'],
): ProtocolPack[] {
  return packs.filter(
    (pack) =>
      pack.apis.includes(api) &&
      (pack.outcome === 'always' || pack.outcome === outcome) &&
      covers(pack.families, model.family) &&
      covers(pack.endpoints, endpoint.kind),
  )
}

/** The checks that were asked for and, transitively, those of `checks` that they need. */
export function withNeeds<C extends Check>(checks: readonly C[], wants: Wants): readonly C[] {
  const byId = new Map(checks.map((check) => [check.id, check]))
  const kept = new Set(checks.filter((check) => wants(check)).map(({ id }) => id))
  for (const id of kept) {
    for (const need of byId.get(id)?.needs ?? []) if (byId.has(need)) kept.add(need)
  }
  return checks.filter(({ id }) => kept.has(id))
}

/** Puts every check after those that it needs; otherwise keeps the order given. */
function inOrder(checks: readonly PlannedCheck[]): readonly PlannedCheck[] {
  const byId = new Map(checks.map((check) => [check.id, check]))
  const met = new Set<PlannedCheck>()
  const ordered: PlannedCheck[] = []
  const visit = (check: PlannedCheck): void => {
    if (met.has(check)) return
    met.add(check)
    for (const need of check.needs) {
      const first = byId.get(need)
      if (first !== undefined) visit(first)
    }
    ordered.push(check)
  }
  for (const check of checks) visit(check)
  return ordered
}
