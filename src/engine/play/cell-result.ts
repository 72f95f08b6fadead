/** What is reported of a cell. */
import { describeFault } from '../../model/problem.ts'
import { cellVerdict } from '../../judge/verdict/cell-verdict.ts'
import { requestIdOf } from '../../model/headers.ts'
import type { Cell } from '../../model/plan.ts'
import type { RunContext } from './context.ts'
import type { Played } from './played.ts'
import type { CellResult, CheckResult } from '../../model/report.ts'

/** Puts together the result of a cell from the results of its checks. */
export function resultOf(
  cell: Cell,
  checks: readonly CheckResult[],
  { exchanges, reused, took, timing, availability, replies, foreign }: Played,
): CellResult {
  const own = exchanges.filter((exchange) => !reused.has(exchange))
  const retries = own.reduce((sum, { earlier }) => sum + earlier.length, 0)
  return {
    case: cell.case.id,
    suite: cell.case.suite,
    title: cell.case.title,
    from: cell.case.from,
    api: cell.api,
    region: cell.region,
    model: cell.model.id,
    verdict: cellVerdict(checks),
    durationMs: Math.round(took),
    requests: own.length + retries,
    retries,
    ...(reused.size > 0 && { reused: reused.size }),
    ...(timing && { timing }),
    requestIds: exchanges.flatMap(({ response }) => requestIdOf(response?.headers) ?? []),
    ...(replies && { replies }),
    ...(foreign !== undefined && { foreign }),
    checks,
    source: cell.case.source,
    ...(availability && { availability }),
  }
}

/** The checks of a cell that a fault of this program ended: errors, all of them. */
export function faultyChecks(
  { steps }: Pick<Cell, 'steps'>,
  error: unknown,
  { clean }: Pick<RunContext, 'clean'>,
): CheckResult[] {
  const because = clean(`The cell was not judged. ${describeFault(error)}`)
  const checks = steps.flatMap((step) => step.checks.unsent)
  return checks.map(({ id, level, kind, rule, source }): CheckResult => ({
    id,
    level,
    kind,
    rule,
    source,
    verdict: 'error',
    because,
    fault: true,
  }))
}
