/** A comparison as data for other programs: each change with its place, without the whole cells. */
import type { CauseChange, Change, Comparison, Flaky, Lasting } from '../../model/comparison.ts'
import type { CellResult } from '../../model/report.ts'
import { jsonText } from '../json/printable.ts'

/** JSON text, two spaces of indentation, a newline at the end. */
export function renderComparisonJson(comparison: Comparison): string {
  const { runs, caveats, regressions, undecided, timing, timingRule } = comparison
  const causes = comparison.causes.map(causeOf)
  const lists = {
    newFailures: comparison.newFailures.map(changeOf),
    newWarnings: comparison.newWarnings.map(changeOf),
    fixed: comparison.fixed.map(changeOf),
    stillFailing: comparison.stillFailing.map(changeOf),
    flaky: comparison.flaky.map(changeOf),
    lost: comparison.lost.map(changeOf),
    vanished: comparison.vanished.map(locationOf),
    appeared: comparison.appeared.map(locationOf),
  }
  const regression = regressions.length > 0
  const data = { regression, regressions, undecided, runs, caveats, causes, ...lists }
  return jsonText({ ...data, timing, timingRule })
}

function causeOf({ cause, ...change }: CauseChange): Record<string, unknown> {
  const { id, rule, code, level, verdict, owner, remedy, message, apis, regions, models } = cause
  const where = { apis, regions, models }
  return { ...change, id, rule, code, level, verdict, owner, remedy, message, ...where }
}

function locationOf(cell: CellResult): Record<string, string> {
  const { api, region, model, verdict } = cell
  return { case: cell.case, api, region, model, verdict }
}

function changeOf(change: Change | Lasting | Flaky): Record<string, unknown> {
  const { cell, check, earlier, before, after } = change
  const seen = check.finding ?? earlier?.finding
  const { api, region, model, source } = cell
  return {
    check: `${cell.case}/${check.id}`,
    api,
    region,
    model,
    level: check.level,
    before,
    after,
    ...(seen && { finding: seen }),
    ...(check.because !== undefined && { because: check.because }),
    ...(change.otherwise && { otherwise: change.otherwise }),
    ...('since' in change && { since: change.since }),
    ...('pattern' in change && { pattern: change.pattern }),
    source,
  }
}
