/** `--last-failed`: what failed in the last runs of a target. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cellKey, keyOf, type Planner } from '../../model/plan.ts'
import { Problem } from '../../model/problem.ts'
import type { Report } from '../../model/report.ts'
import { isDecided } from '../../judge/verdict/verdict-sets.ts'
import type { RunFlags } from '../flags.ts'
import { earlierName, reportName } from '../report/save/contents.ts'
import { defaultDirectories } from '../report/save/directory.ts'

/**
 * `planner` with only the cells that failed or could not be completed when they were last run.
 *
 * @param flags `lastFailed` is a report or its directory; `true` for the report of `reportDir`, where
 *   there is one, else those of the last whole run on `target` and of a narrowed run after it;
 *   undefined to plan all cells
 * @param reports the folder of the reports of all targets
 * @throws Problem where there is no report; `plan` throws one where nothing failed that is selected
 */
export async function planLastFailed(
  planner: Planner,
  { lastFailed: choice, reportDir }: Pick<RunFlags, 'lastFailed' | 'reportDir'>,
  target: string,
  reports = 'reports',
): Promise<Planner> {
  if (choice === undefined) return planner
  const paths = choice === true ? reportsOf(target, reports, reportDir) : [choice]
  const { readReport } = await import('../report/read-report.ts') // few runs need it
  const failed = failedIn(await Promise.all(paths.map(readReport)))
  const plan: Planner['plan'] = (resolved) => {
    const cells = planner.plan(resolved).filter((cell) => failed.has(keyOf(cell)))
    if (cells.length > 0) return cells
    const selected = failed.size === 0 ? 'no cell failed' : 'none of the selected cells failed'
    throw new Problem(
      `--last-failed: ${selected} in the last run (${paths.join(', ')}). Omit the flag to run all that is selected.`,
    )
  }
  return { ...planner, plan, refuseMistakes: plan }
}

function reportsOf(target: string, reports: string, chosen: string | undefined): string[] {
  const own = chosen === undefined ? [] : reportIn(chosen)
  const found = own.length > 0 ? own : defaultDirectories(target, reports).flatMap(reportIn)
  if (found.length > 0) return found
  const searched = `${reports}/${chosen === undefined ? '' : ` or ${chosen}`}`
  throw new Problem(
    `--last-failed: no run of ${target} left a report in ${searched}. Run without the flag first, or name a report: --last-failed=DIR.`,
  )
}

function reportIn(path: string): string[] {
  if (existsSync(join(path, reportName))) return [path]
  // A run that judged nothing, as in an outage, leaves the report of the run before.
  const earlier = join(path, earlierName)
  return existsSync(earlier) ? [earlier] : []
}

/** The keys of the cells that fail after all of `reports`: a later one replaces what it judged again. */
function failedIn(reports: readonly Report[]): Set<string> {
  const failed = new Map<string, Set<string>>()
  const inOrder = reports.toSorted((one, other) => (one.startedAt < other.startedAt ? -1 : 1))
  for (const cell of inOrder.flatMap(({ cells }) => cells)) {
    const checks = failed.get(cellKey(cell)) ?? new Set()
    for (const { id, verdict } of cell.checks) {
      if (verdict === 'fail' || verdict === 'error') checks.add(id)
      else if (isDecided(verdict) || verdict === 'unsupported') checks.delete(id)
    }
    failed.set(cellKey(cell), checks)
  }
  return new Set([...failed].flatMap(([key, checks]) => (checks.size > 0 ? [key] : [])))
}
