/** What a person must look at in a baseline: entries that the program wrote, and those of another model. */
import type { CellResult, CheckResult } from '../../model/report.ts'
import type { BaselineEntry } from '../../model/target.ts'
import { matchesGlob } from '../../model/text/glob.ts'
import { kindsShown } from '../verdict/finding-kinds.ts'
import { expectedBy } from './match.ts'

const unreviewed = /^recorded \d{4}-\d{2}-\d{2}, not yet reviewed$/

/** The reason of a new entry until a person writes one. */
export function unreviewedReason(today: string): string {
  return `recorded ${today}, not yet reviewed`
}

/** Whether the entry still has the reason that the program wrote. */
export function isUnreviewed({ reason }: BaselineEntry): boolean {
  return unreviewed.test(reason)
}

/** Which entries need a reason, as one sentence; an empty list when all have one. */
export function describeUnreviewed(entries: readonly BaselineEntry[]): string[] {
  const waiting = entries.filter(isUnreviewed)
  const [first] = waiting
  if (first === undefined) return []
  const more = waiting.length > 1 ? ` and ${waiting.length - 1} more` : ''
  const be = waiting.length > 1 ? 'are' : 'is'
  return [
    `Not yet reviewed in the baseline ${be} ${first.check} (${first.finding})${more}: give each a reason, an owner and a link.`,
  ]
}

const ofOtherModels = /^\d+ failing checks? (?:is|are) in the baseline for /

/** Whether a problem of a report is what `describeOtherModels` says: a part may say it of less than the whole. */
export function saysOtherModels(problem: string): boolean {
  return ofOtherModels.test(problem)
}

/**
 * Which entries would expect failures of the run, were they not for a model that it did not ask: the
 * id may be that of another release. Empty if no entry would.
 */
export function describeOtherModels(
  entries: readonly BaselineEntry[],
  cells: readonly CellResult[],
): string[] {
  const asked = [...new Set(cells.map(({ model }) => model))]
  const elsewhere = entries.filter(
    ({ model }) => model !== undefined && !asked.some((id) => matchesGlob(model, id)),
  )
  const failing = cells.flatMap((cell) =>
    cell.checks
      .filter(({ verdict }) => verdict === 'fail')
      .map((check) => elsewhere.filter((entry) => wouldExpect(entry, cell, check)))
      .filter((matching) => matching.length > 0),
  )
  if (failing.length === 0) return []
  const models = [...new Set(failing.flat().flatMap(({ model = '' }) => model))]
  const be = failing.length > 1 ? 'failing checks are' : 'failing check is'
  return [
    `${failing.length} ${be} in the baseline for ${models.slice(0, 3).join(', ')}, which this run did not ask: where that is the same model under another id, take \`model\` out of those entries.`,
  ]
}

/** Whether an entry expects something that a check found, but for the model. */
function wouldExpect(
  { model: _, ...entry }: BaselineEntry,
  cell: CellResult,
  check: CheckResult,
): boolean {
  return kindsShown(check).some((kind) => expectedBy([entry], cell, check.id, kind) !== undefined)
}
