import { join } from 'node:path'
import { shownPath } from '../../../model/text/path.ts'
import { isNarrowed, type RunSelection } from '../../../model/report.ts'
import type { RunFlags, SelectionFlags } from '../../flags.ts'
import { runSelection } from '../../plan/run-selection.ts'

/** Where the reports of a whole run and of a narrowed one on `target` go without `--report-dir`. */
export function defaultDirectories(
  target: string,
  reports = 'reports',
): readonly [whole: string, narrowed: string] {
  return [join(reports, target), join(reports, `${target}-narrowed`)]
}

/**
 * Directory of a target's reports: the one of the flags, else `reports/<target>`. A run of a part of
 * the suite writes to `reports/<target>-narrowed`, so that the reports and the recordings of the whole
 * run stay.
 */
export function reportDirectory(
  flags: SelectionFlags & Pick<RunFlags, 'reportDir'>,
  target: string,
): string {
  const isPart = flags.shard !== undefined || isNarrowed(runSelection(flags, undefined))
  return directoryOf(target, isPart, flags.reportDir)
}

/** Directory of the reports of merged parts, of which `selection` is what narrowed all of them. */
export function mergedDirectory(
  selection: RunSelection | undefined,
  target: string,
  chosen?: string,
): string {
  return directoryOf(target, isNarrowed(selection), chosen)
}

function directoryOf(target: string, isPart: boolean, chosen: string | undefined): string {
  const [whole, narrowed] = defaultDirectories(target)
  return shownPath(chosen ?? (isPart ? narrowed : whole))
}
