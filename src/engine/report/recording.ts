/** Which cells are recorded, and where. */
import type { Exchange } from '../../model/exchange.ts'
import type { CellResult } from '../../model/report.ts'
import { toCurl } from '../../wire/curl/curl.ts'

/** Path of a case's HAR below the report directory. */
export function wirePath(caseId: string): string {
  return `wire/${caseId}.har`
}

/** Whether the exchanges of a cell with this verdict are recorded. */
export function isRecorded(verdict: string): boolean {
  return ['fail', 'error', 'warn', 'known', 'inconclusive'].includes(verdict)
}

/** `cell` with the path of its recording and its requests as curl commands, where it is recorded. */
export function addRecording(cell: CellResult, exchanges: readonly Exchange[]): CellResult {
  const [first] = exchanges
  if (!isRecorded(cell.verdict) || first === undefined) return cell
  const checks = cell.checks.map((check) => {
    const shown = check.exchange === undefined ? undefined : exchanges[check.exchange]
    return shown === undefined ? check : { ...check, curl: toCurl(shown.request) }
  })
  return { ...cell, checks, wire: wirePath(cell.case), curl: toCurl(first.request) }
}
