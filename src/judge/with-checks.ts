import { mapSame } from '../model/lists/lists.ts'
import type { CellResult, CheckResult } from '../model/report.ts'

/**
 * `cell` with each of its checks mapped; the very same cell where none changes: cells that were not
 * sent share their lists of checks, and a run may have a hundred thousand of them.
 */
export function withChecks(cell: CellResult, map: (check: CheckResult) => CheckResult): CellResult {
  const checks = mapSame(cell.checks, map)
  return checks === cell.checks ? cell : { ...cell, checks }
}
