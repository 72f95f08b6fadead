/** Causes of two runs: new, still there, gone, or no longer judged. */
import type { CauseChange, Change, Sorted } from '../../model/comparison.ts'
import type { Cause } from '../../model/findings/cause.ts'
import { indexBy } from '../../model/lists/group-by.ts'
import type { CheckResult, Report, Since } from '../../model/report.ts'
import { rootOfCause } from '../causes/cause.ts'
import { causesOf, withCauses } from '../causes/causes.ts'
import { isFailing, isHolding } from '../verdict/verdict-sets.ts'

/** `report` with causes, also where an earlier version of the program wrote it without them. */
export function withReportCauses(report: Report): Report {
  if (report.causes !== undefined) return report
  const found = causesOf(report.cells, { target: report.target.name })
  return { ...report, causes: found.causes, cells: withCauses(report.cells, found) }
}

/** A root in one report: its cause, and the checks that fail because of it. */
interface Root {
  readonly cause: Cause
  readonly checks: readonly CheckResult[]
}

/** The roots of what fails, the worst first; one that is known in part is one root. */
function rootsOf({ causes = [], cells }: Report): ReadonlyMap<string, Root> {
  const failing = cells
    .flatMap(({ checks }) => checks)
    .filter(({ cause, verdict }) => cause !== undefined && isFailing(verdict))
  const byRoot = indexBy(failing, rootOf)
  const roots = new Map<string, Root>()
  for (const cause of causes) {
    const root = rootOfCause(cause.id)
    const checks = byRoot.get(root)
    if (checks !== undefined && !roots.has(root)) roots.set(root, { cause, checks })
  }
  return roots
}

function rootOf({ cause = '' }: CheckResult): string {
  return rootOfCause(cause)
}

/**
 * What became of each cause: the new ones first, then those that are no longer judged, those that
 * are still there, and those that are gone; the worst first in each.
 *
 * @param changes every check of the cells that both reports have
 */
export function compareCauses(
  older: Report,
  newest: Report,
  changes: readonly Change[],
  { stillFailing }: Pick<Sorted, 'stillFailing'>,
): CauseChange[] {
  const before = rootsOf(older)
  const after = rootsOf(newest)
  const lasting = indexBy(stillFailing, ({ check }) => rootOf(check))
  const present = [...after].map(([root, { cause, checks }]): CauseChange => {
    const still = lasting.get(root) ?? []
    const failed = still.filter((change) => !isHolding(change.before))
    const earlier = before.get(root)?.checks.length ?? failed.length
    const counts = { cause, before: earlier, now: checks.length }
    // It may have been under another cause, as the consequence of one that is gone.
    const isNew = !before.has(root) && still.length < checks.length
    const since = longest(still.map((change) => change.since))
    return isNew
      ? { state: 'new', ...counts }
      : { state: 'still', ...counts, ...(since && { since }) }
  })
  const ends = new Map(
    changes.flatMap(({ earlier, after: end }) => (earlier ? [[earlier, end]] : [])),
  )
  const absent = [...before].flatMap(([root, { cause, checks }]): CauseChange[] => {
    const ended = checks
      .map((check) => ends.get(check) ?? 'absent')
      .filter((end) => !isFailing(end))
    if (after.has(root) || ended.length === 0) return []
    const state = ended.every(isHolding) ? 'gone' : 'open'
    return [{ state, cause, before: checks.length, now: 0 }]
  })
  const all = [...present, ...absent]
  return (['new', 'open', 'still', 'gone'] as const).flatMap((wanted) =>
    all.filter(({ state }) => state === wanted),
  )
}

function longest(rows: readonly Since[]): Since | undefined {
  return rows.toSorted((one, other) => other.runs - one.runs)[0]
}
