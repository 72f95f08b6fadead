/** Names of checks as the kill matrix counts them: a protocol check once, wherever it applies. */
import type { Catalogue, Check, Step } from '../../model/case.ts'
import type { Cell } from '../../model/plan.ts'
import { checksFor } from '../../suite/compile/expand.ts'
import { matchesGlob } from '../../model/text/glob.ts'

/** A check that can judge a cell. */
export interface PossibleCheck {
  readonly check: Check
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

/** Every check that may judge the cell, whatever the outcome of its steps. */
export function possibleChecks(catalogue: Catalogue, cell: Cell): PossibleCheck[] {
  const found = new Map<string, PossibleCheck>()
  for (const step of cell.case.steps) {
    for (const check of outcomesOf(step).flatMap((came) =>
      checksFor(catalogue, cell, step, came),
    )) {
      found.set(`${check.id} ${check.source.file}`, describe(cell, step, check))
    }
  }
  return [...found.values()]
}

function outcomesOf({ expect }: Step): readonly ('reply' | 'error' | 'any')[] {
  return expect.outcome === 'reply-or-error' ? ['reply', 'error'] : [expect.outcome]
}

function describe(cell: Cell, step: Step, check: Check): PossibleCheck {
  const isOwn = cell.case.checks.includes(check)
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
