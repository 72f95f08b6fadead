/** Turns a case in YAML into a case, or problems. */
import type { Case, Check, Step } from '../../model/case.ts'
import { suggest } from '../../model/text/nearest.ts'
import type { Path } from '../../yaml/yaml-node.ts'
import { toCheck } from './checks.ts'
import { draftSteps, type DraftStep } from './draft-steps.ts'
import type { CaseYaml } from '../format/format.ts'
import { checkArgs, checkSteps, namesOf } from './references.ts'
import type { Reporter } from './reporter.ts'
import { inStep } from './step-id.ts'
import { toSteps } from './steps.ts'
import { checkTurns } from './turns.ts'

export interface PlacedCheck {
  readonly check: Check
  /** Where it is written; checks of several variants are written once. */
  readonly path: Path
}

/** A case, and the location of the case and its checks in the file. */
export interface PlacedCase {
  readonly case: Case
  readonly path: Path
  readonly checks: readonly PlacedCheck[]
}

function texts(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}

/** Steps that a check judges: the one it names, every variant, or the last step. */
function judgedSteps(
  yaml: CaseYaml,
  wanted: string | undefined,
  drafts: readonly DraftStep[],
): readonly string[] | { readonly hint: string | undefined } {
  const ids = drafts.map(({ id }) => id)
  if (wanted !== undefined) {
    return ids.includes(wanted) ? [wanted] : { hint: suggest(wanted, ids) }
  }
  return yaml.variants ? ids : ids.slice(-1)
}

function rawAt(raw: unknown, index: number): unknown {
  const checks = Object.entries(raw ?? {}).find(([key]) => key === 'checks')?.[1]
  return Array.isArray(checks) ? checks[index] : undefined
}

interface Parts {
  readonly yaml: CaseYaml
  readonly raw: unknown
  readonly path: Path
  readonly drafts: readonly DraftStep[]
  readonly steps: readonly Step[]
}

function toChecks({ yaml, raw, path, drafts, steps }: Parts, to: Reporter): PlacedCheck[] {
  const namesFor = namesOf(steps)
  return (yaml.checks ?? []).flatMap((entry, index): PlacedCheck[] => {
    const at = [...path, 'checks', index]
    const judged = judgedSteps(yaml, entry.step, drafts)
    if ('hint' in judged) {
      const hint = judged.hint === undefined ? {} : { hint: judged.hint }
      to.add([...at, 'step'], `no step has the id "${entry.step ?? ''}"`, hint)
      return []
    }
    const check = toCheck(entry, rawAt(raw, index), yaml.apis, at, to)
    for (const step of judged) checkArgs(check, namesFor(step), at, to)
    return judged.map((step) => ({ path: at, check: inStep(check, step) }))
  })
}

function reportDuplicates(checks: readonly PlacedCheck[], to: Reporter): void {
  const first = new Map<string, PlacedCheck>()
  for (const placed of checks) {
    const { id } = placed.check
    const taken = first.get(id)
    if (taken === undefined) first.set(id, placed)
    else if (taken.path !== placed.path) {
      to.add(
        [...placed.path, 'id'],
        `the check id "${id}" is taken at line ${taken.check.source.line}`,
      )
    }
  }
}

/**
 * A case as plain data, with all its steps and checks.
 *
 * @param raw the case as written
 * @param path its location in the file
 */
export function toCase(
  suite: string,
  yaml: CaseYaml,
  raw: unknown,
  path: Path,
  to: Reporter,
): PlacedCase {
  checkTurns(yaml, path, to)
  const drafts = draftSteps(yaml, path, to)
  const steps = toSteps(drafts, yaml.apis, to)
  checkSteps(drafts, to)
  const checks = toChecks({ yaml, raw, path, drafts, steps }, to)
  reportDuplicates(checks, to)
  const asked = {
    id: `${suite}.${yaml.id}`,
    suite,
    title: yaml.title,
    from: texts(yaml.from),
    covers: yaml.covers ?? [],
    apis: yaml.apis,
    ...(yaml.capability && { capability: yaml.capability }),
    ...(yaml['asks-later'] && { asksLater: true as const }),
    families: yaml.families ?? [],
    ...(yaml.except && { except: yaml.except }),
    ...(yaml.ids && { ids: yaml.ids }),
    endpoints: yaml.endpoints ?? [],
    ...(yaml.upstream && { upstream: yaml.upstream }),
    ...(yaml.regions && { regions: yaml.regions }),
    steps,
    ...(yaml.variants && { variants: true as const }),
    ...(yaml.independent && { independent: true as const }),
    checks: checks.map(({ check }) => check),
    source: to.source(path),
  }
  return { case: asked, path, checks }
}
