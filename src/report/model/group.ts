/** One entry for each defect, however many cells show it. */
import { memo } from '../../model/lists/memo.ts'
import type { CellResult, CheckResult } from '../../model/report.ts'
import type { Verdict } from '../../model/names.ts'
import type { Judged } from './checks.ts'

/** Judgements of the same kind; `cell` and `check` are the first of them, which is shown in full. */
export interface Group extends Judged {
  /** Every cell that shows it, the first included, in the report's order. */
  readonly cells: readonly CellResult[]
}

/**
 * The judgements, none of which is a pass, those with the same check id, rule, verdict and finding code
 * (or, without a finding, reason) together; the group with the most cells first.
 */
export function groupJudgements(judged: Iterable<Judged>): Group[] {
  const groups = new Map<string, Judged & { readonly cells: CellResult[] }>()
  const keyOf = memo(kindOf) // cells share results
  for (const { cell, check } of judged) {
    const key = keyOf(check)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { cell, check, cells: [cell] })
    else if (group.cells.at(-1) !== cell) group.cells.push(cell)
  }
  return [...groups.values()].toSorted((one, other) => other.cells.length - one.cells.length)
}

function kindOf({ verdict, id, rule, finding, reason, because = '' }: CheckResult): string {
  return JSON.stringify([verdict, id, rule, finding?.code ?? reason ?? because])
}

/** The groups with one of `verdicts`, in their order. */
export function groupsOf(
  { groups }: { readonly groups: readonly Group[] },
  ...verdicts: readonly Verdict[]
): Group[] {
  return groups.filter(({ check }) => verdicts.includes(check.verdict))
}
