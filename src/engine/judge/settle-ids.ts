/** What the whole run shows of a cell that was judged: whether its ids came with other answers, too. */
import { cellVerdict } from '../../judge/verdict/cell-verdict.ts'
import { judgeCheck, type Look } from '../../judge/verdict/check-verdict.ts'
import type { Cell } from '../../model/plan.ts'
import type { CellResult, CheckResult } from '../../model/report.ts'
import { cleanLook } from './clean-look.ts'
import { standardOf, type IdCheck, type JudgeContext } from './judge.ts'

/** A cell with its result, and the checks that the run may still change. */
interface JudgedCell {
  readonly cell: Cell
  readonly result: CellResult
  readonly idChecks?: readonly IdCheck[]
}

/**
 * The cell, judged by the ids that are known so far. An answer is at fault whichever of those with its
 * id came first, so this is called again when all have come.
 */
export function settleIds<T extends JudgedCell>(judged: T, context: JudgeContext): T {
  const { cell, result, idChecks = [] } = judged
  const changed = new Map<string, CheckResult>()
  for (const { check, looks } of idChecks) {
    const found = looks.map((look) => withRepeated(look, cell.case.id, context))
    if (found.every((look, at) => look === looks[at])) continue
    changed.set(check.id, judgeCheck(check, found, standardOf(cell, context)))
  }
  if (changed.size === 0) return judged
  const checks = result.checks.map((check) =>
    check.verdict === 'unsupported' ? check : (changed.get(check.id) ?? check),
  )
  return {
    ...judged,
    result: { ...result, verdict: cellVerdict(checks), checks },
  }
}

function withRepeated(look: Look, owner: string, { ownIds, clean }: JudgeContext): Look {
  const found = look.ownId && ownIds?.repeated(look.ownId, owner)
  if (found === undefined) return look
  return cleanLook({ ...look, findings: [...look.findings, found] }, clean)
}
