import type { CellResult } from '../../model/report.ts'
import type { CellRun } from '../play/run-cell.ts'
import { toCurl } from '../../wire/curl/curl.ts'
import { isWrong, wirePath } from './save-reports.ts'

/** Results with what helps to look further: the recording's path and requests as curl commands. */
export function finishRuns(runs: readonly CellRun[]): CellResult[] {
  return runs.map(({ result, exchanges }) => {
    const [first] = exchanges
    if (!isWrong(result.verdict) || first === undefined) return result
    const checks = result.checks.map((check) => {
      const shown = check.exchange === undefined ? undefined : exchanges[check.exchange]
      return shown === undefined ? check : { ...check, curl: toCurl(shown.request) }
    })
    return { ...result, checks, wire: wirePath(result.case), curl: toCurl(first.request) }
  })
}
