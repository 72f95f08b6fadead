/** Which cells are recorded, and where. */
import type { CurlFacts, Exchange, HttpRequest } from '../../model/exchange.ts'
import type { CellResult } from '../../model/report.ts'
import { toCurl } from '../../wire/curl/curl.ts'
import { bodyPath } from './body-file.ts'

/** Path of a case's HAR below the report directory. */
export function wirePath(caseId: string): string {
  return `wire/${caseId}.har`
}

/** Whether the exchanges of a cell with this verdict are recorded. */
export function isRecorded(verdict: string): boolean {
  return ['fail', 'error', 'warn', 'known', 'inconclusive'].includes(verdict)
}

/**
 * `cell` with the path of its recording and its requests as curl commands, where it is recorded.
 *
 * @param facts what the commands have to know of the target
 */
export function addRecording(
  cell: CellResult,
  exchanges: readonly Exchange[],
  facts?: CurlFacts,
): CellResult {
  const [first] = exchanges
  if (!isRecorded(cell.verdict) || first === undefined) return cell
  const curl = (request: Required<HttpRequest>): string =>
    toCurl(request, { ...facts, bodyFile: bodyPath(cell.case, request) })
  const checks = cell.checks.map((check) => {
    const shown = check.exchange === undefined ? undefined : exchanges[check.exchange]
    return shown === undefined ? check : { ...check, curl: curl(shown.request) }
  })
  return { ...cell, checks, wire: wirePath(cell.case), curl: curl(first.request) }
}
