/** The steps of a case: written out, its one-step form with a control, or its variants. */
import type { ApiName } from '../../model/names.ts'
import type { Path } from '../../yaml/yaml-node.ts'
import type { CaseYaml } from '../format/format.ts'
import { deepMerge, withoutNulls } from './merge.ts'
import type { Reporter } from './reporter.ts'
import type { ControlYaml, StepYaml, VariantYaml } from '../format/step-format.ts'
import { controlStep, mainStep } from '../../model/case.ts'

/** A step before it becomes one of the plain data types. */
export interface DraftStep {
  readonly id: string
  readonly api?: ApiName
  readonly content: StepYaml
  /** Where a part of its content is written: in the step, or in its source. */
  readonly at: (...part: readonly (string | number)[]) => Path
  /** The path that problems of the whole step name. */
  readonly source: Path
  /** Where its id is written; absent when it is generated. */
  readonly idAt?: Path
}

function content(of: CaseYaml | NonNullable<CaseYaml['steps']>[number]): StepYaml {
  const { model, region, say, send, options, tools, toolChoice, body } = of
  const { auth, expect, save, repeat, fresh, each, parallel, hangUpAfter } = of
  const sent = { model, region, say, send, options, tools, toolChoice, body }
  const rest = { auth, expect, save, repeat, fresh, each, parallel, hangUpAfter }
  return withoutNulls<unknown>({ ...sent, ...rest })
}

function holds(value: unknown, part: readonly (string | number)[]): boolean {
  const [key, ...rest] = part
  if (key === undefined) return true
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false
  return holds(Object.entries(value).find(([name]) => name === String(key))?.[1], rest)
}

/** Members of `over` are written at `overPath`, all others at `path`. */
function within(path: Path, overPath: Path = path, over: object = {}): DraftStep['at'] {
  return (...part) => [...(holds(over, part) ? overPath : path), ...part]
}

function overlaid(base: StepYaml, over: VariantYaml['set'] | ControlYaml): StepYaml {
  const { options, ...rest } = over
  const merged = deepMerge(base, withoutNulls<unknown>(rest))
  const changed = withoutNulls<unknown>({ ...base.options, ...options })
  return { ...(merged as StepYaml), ...(options || base.options ? { options: changed } : {}) }
}

function controlContent(base: StepYaml, control: ControlYaml): StepYaml {
  const { drop = [], say, ...changes } = control
  const { save: _save, repeat: _repeat, fresh: _fresh, each: _each, ...once } = base
  const { parallel: _parallel, hangUpAfter: _after, ...sent } = once
  const changed = overlaid(sent, changes)
  const turns = (say ?? base.say)?.filter((_, index) => !drop.includes(index))
  const { toolChoice, ...withoutChoice } = changed
  const kept = changes.toolChoice === null || toolChoice === undefined
  return { ...(kept ? withoutChoice : changed), ...(turns && { say: turns }), expect: 'reply' }
}

function checkControl(yaml: CaseYaml, path: Path, to: Reporter): void {
  const { control, say } = yaml
  if (control === undefined) return
  if (say === undefined) {
    to.add([...path, 'control'], '`control` needs a case with `say`', { on: 'key' })
    return
  }
  if (Object.keys(control).length === 0) {
    to.add([...path, 'control'], '`control` must change something, for example drop: [0]')
  }
  if (control.drop && control.say) {
    to.add([...path, 'control', 'drop'], 'give either `drop` or `say`', { on: 'key' })
    return
  }
  control.drop?.forEach((turn, index) => {
    if (turn < say.length) return
    const message = `there is no turn ${turn}: \`say\` has turns 0 to ${say.length - 1}`
    to.add([...path, 'control', 'drop', index], message)
  })
  const dropped = new Set(control.drop?.filter((turn) => turn < say.length))
  if (dropped.size === say.length) {
    to.add([...path, 'control', 'drop'], '`drop` leaves no turn to send')
  }
}

function written(yaml: CaseYaml, path: Path, to: Reporter): DraftStep[] {
  const beside = [...Object.keys(content(yaml)), 'control', 'variants'].filter((key) =>
    Object.hasOwn(yaml, key),
  )
  for (const key of beside) {
    to.add([...path, key], `\`${key}\` is not allowed beside \`steps\`: move it into a step`, {
      on: 'key',
    })
  }
  return (yaml.steps ?? []).map((step, index) => {
    const at = [...path, 'steps', index]
    const api = step.api === undefined ? {} : { api: step.api }
    return {
      id: step.id,
      ...api,
      content: content(step),
      at: within(at),
      source: at,
      idAt: [...at, 'id'],
    }
  })
}

function variantSteps(yaml: CaseYaml, path: Path, to: Reporter): DraftStep[] {
  if (yaml.control) {
    const message = '`control` is not allowed beside `variants`: write `steps` instead'
    to.add([...path, 'control'], message, { on: 'key' })
  }
  return (yaml.variants ?? []).map((variant, index) => {
    const source = [...path, 'variants', index]
    const merged = overlaid(content(yaml), variant.set)
    return {
      id: variant.name,
      content: merged,
      at: within(path, [...source, 'set'], variant.set),
      source,
      idAt: [...source, 'name'],
    }
  })
}

/**
 * The steps of a case in the order in which they are sent: `steps` as written; else one step for
 * each variant; else the step `main`, with the step `control` before it where the case has one.
 */
export function draftSteps(yaml: CaseYaml, path: Path, to: Reporter): DraftStep[] {
  if (yaml.steps) return written(yaml, path, to)
  if (yaml.independent) {
    to.add([...path, 'independent'], '`independent` needs `steps`', { on: 'key' })
  }
  if (yaml.variants) return variantSteps(yaml, path, to)
  const base = content(yaml)
  const main = { id: mainStep, content: base, at: within(path), source: path }
  checkControl(yaml, path, to)
  if (yaml.control === undefined || yaml.say === undefined) return [main]
  const source = [...path, 'control']
  const changed = controlContent(base, yaml.control)
  const at = within(path, source, yaml.control)
  return [{ id: controlStep, content: changed, at, source }, main]
}
