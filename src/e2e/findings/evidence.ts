/** What a run showed of each entry of its baseline: the evidence of a finding. */
import { inScope, expects } from '../../judge/baseline/match.ts'
import type { CellResult, CheckResult, Report } from '../../model/report.ts'
import type { BaselineEntry } from '../../model/target.ts'
import type { Evidence } from './format.ts'

interface Seen {
  readonly cell: CellResult
  readonly check: CheckResult
}

/** Evidence of each entry that the run saw, in the order of the baseline. */
export function evidenceOf(report: Report): readonly Evidence[] {
  return (report.baseline ?? []).flatMap((entry) => {
    const seen = report.cells.flatMap((cell) =>
      cell.checks.filter((check) => shows(entry, cell, check)).map((check) => ({ cell, check })),
    )
    const best = seen.toSorted((one, other) => sizeOf(one) - sizeOf(other))[0]
    return best === undefined ? [] : [described(entry, best, seen.length, report)]
  })
}

function shows(entry: BaselineEntry, cell: CellResult, { id, known, finding }: CheckResult) {
  if (known === undefined || finding === undefined || !inScope(entry, cell, id)) return false
  const pointer = finding.at?.pointer
  return expects(entry, { code: finding.code, ...(pointer !== undefined && { pointer }) })
}

/** The smallest request is shown; one without a command is the last choice. */
function sizeOf({ cell, check }: Seen): number {
  return commandOf(cell, check)?.length ?? Number.MAX_SAFE_INTEGER
}

function commandOf(cell: CellResult, check: CheckResult): string | undefined {
  return check.curl ?? cell.curl
}

function described(
  entry: BaselineEntry,
  { cell, check }: Seen,
  checks: number,
  { target }: Report,
): Evidence {
  const { check: pattern, finding: code, reason, link } = entry
  const { message = '', expected = '', received = '' } = check.finding ?? {}
  const command = commandOf(cell, check)
  return {
    check: pattern,
    code,
    ...(entry.pointer !== undefined && { pointer: entry.pointer }),
    reason,
    ...(link !== undefined && { link }),
    example: `${cell.case}/${check.id}`,
    api: cell.api,
    rule: check.rule,
    level: check.level,
    message,
    expected,
    received,
    checks,
    ...(command !== undefined && { curl: portable(command, target.endpoint) }),
  }
}

/** The command with `$URL` for the server's address, and without the ports of this run. */
function portable(command: string, endpoint: string): string {
  const [origin = endpoint] = /^(?:https?:\/\/)?[^/]+/.exec(endpoint) ?? []
  return command
    .replaceAll(`'${origin}`, `"$URL"'`)
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'http://127.0.0.1:PORT')
}
