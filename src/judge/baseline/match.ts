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

/** Whether `entry` is about the check `check` of a cell, whatever the check found. */
export function inScope(entry: BaselineEntry, at: JudgedAt, check: string): boolean {
  return (
    matchesGlob(entry.check, `${at.case}/${check}`) &&
    matchesGlob(entry.api ?? '*', at.api) &&
    matchesGlob(entry.region ?? '*', at.region) &&
    matchesGlob(entry.model ?? '*', at.model)
  )
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
