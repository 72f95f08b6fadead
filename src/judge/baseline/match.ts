/** Which entry of a baseline is about which check and finding. */
import type { FindingKind } from '../../model/report.ts'
import type { BaselineEntry } from '../../model/target.ts'
import { matchesGlob } from '../../model/text/glob.ts'

/** Where a check was judged. */
export interface JudgedAt {
  /** `suite.case`. */
  readonly case: string
  readonly api: string
  readonly region: string
  readonly model: string
}

/** Whether `entry` is about checks of a cell, whatever they are called. */
export function reaches({ api, region, model, check }: BaselineEntry, at: JudgedAt): boolean {
  return (
    (api === undefined || matchesGlob(api, at.api)) &&
    (region === undefined || matchesGlob(region, at.region)) &&
    (model === undefined || matchesGlob(model, at.model)) &&
    (!check.includes('/') || matchesGlob(check.slice(0, check.indexOf('/')), at.case))
  )
}

/** Whether `entry` is about the check `check` of a cell, whatever the check found. */
export function inScope(entry: BaselineEntry, at: JudgedAt, check: string): boolean {
  return isNamed(entry, at, check) && reaches(entry, at)
}

/**
 * Whether `entry` names the check `check` of a cell that it reaches. Names hold no slash, so that the
 * one of a pattern parts it as it parts `case/check`; without one a star may stand for both.
 */
export function isNamed({ check: pattern }: BaselineEntry, at: JudgedAt, check: string): boolean {
  return pattern.includes('/')
    ? matchesGlob(pattern.slice(pattern.indexOf('/') + 1), check)
    : matchesGlob(pattern, `${at.case}/${check}`)
}

/** Whether `entry` expects a finding of this kind: the same code, and the same place when it names one. */
export function expects(entry: BaselineEntry, { code, pointer = '' }: FindingKind): boolean {
  return (
    entry.finding === code && (entry.pointer === undefined || matchesGlob(entry.pointer, pointer))
  )
}

/** The entry that expects this kind of finding of `check`, if there is one. */
export function expectedBy(
  entries: readonly BaselineEntry[],
  at: JudgedAt,
  check: string,
  kind: FindingKind,
): BaselineEntry | undefined {
  return entries.find((entry) => expects(entry, kind) && inScope(entry, at, check))
}
