/** Names of checks as the kill matrix counts them: a protocol check once, wherever it joins in. */
import { once } from '../../assertions/evidence/once.ts'
import {
  possibleChecks as ofStep,
  type Cell,
  type PlannedCheck,
  type PlannedStep,
} from '../../model/plan.ts'
import { matchesGlob } from '../../model/text/glob.ts'

/** A check that can judge a cell. */
export interface PossibleCheck {
  readonly check: PlannedCheck
  /** `suite.case/check`, as reports name it. */
  readonly key: string
  /** What globs may call it: its key with and without the step, `assert:…`, `rule:…`. */
  readonly names: readonly string[]
  /** What it is counted as: `suite.case/check`, or `pack/check` for a protocol check. */
  readonly identity: string
  readonly isOwn: boolean
}

/** The name of a protocol pack: its file without folder and ending. */
export function packName(file: string): string {
  return file.replace(/^.*\//u, '').replace(/\.yaml$/u, '')
}

/** Every check that may judge the cell, whatever its steps come to. */
export const possibleChecks = once((cell: Cell): readonly PossibleCheck[] => {
  const found = new Map<string, PossibleCheck>()
  for (const step of cell.steps) {
    for (const check of ofStep(step)) {
      found.set(`${check.id} ${check.source.file}`, describe(cell, step, check))
    }
  }
  return [...found.values()]
})

function describe(cell: Cell, step: PlannedStep, check: PlannedCheck): PossibleCheck {
  const isOwn = cell.case.checks.some(({ source }) => source === check.source)
  const prefix = `${step.id}.`
  const plain = check.id.startsWith(prefix) ? check.id.slice(prefix.length) : check.id
  const key = `${cell.case.id}/${check.id}`
  return {
    check,
    key,
    names: [key, `${cell.case.id}/${plain}`, `assert:${check.assert}`, `rule:${check.rule}`],
    identity: isOwn ? key : `${packName(check.source.file)}/${plain}`,
    isOwn,
  }
}

/** Whether a glob means this check: by its key, by its assertion or by its rule. */
export function isMeant(glob: string, { names }: Pick<PossibleCheck, 'names'>): boolean {
  return names.some((name) => matchesGlob(glob, name))
}
