import { join } from 'node:path'
import { shownPath } from '../../../model/text/path.ts'
import type { RunFlags } from '../../flags.ts'

/** Where the reports of a whole run and of a narrowed one on `target` go without `--report-dir`. */
export function defaultDirectories(
  target: string,
  reports = 'reports',
): readonly [whole: string, narrowed: string] {
  return [join(reports, target), join(reports, `${target}-narrowed`)]
}

/**
 * Directory of a target's reports: the one of the flags, else `reports/<target>`. A run narrowed to
 * some cases, APIs or levels, or to what failed, writes to `reports/<target>-narrowed`, so that the reports and the
 * recordings of the whole run stay.
 */
export function reportDirectory(
  flags: Pick<
    RunFlags,
    'reportDir' | 'target' | 'case' | 'api' | 'level' | 'budget' | 'lastFailed'
  >,
  target: string,
): string {
  const { case: cases, api, level, budget, lastFailed } = flags
  const isNarrowed = [cases, api, level, budget, lastFailed].some((part) => part !== undefined)
  const [whole, narrowed] = defaultDirectories(target)
  const directory = flags.reportDir ?? (isNarrowed ? narrowed : whole)
  return shownPath(directory)
}
