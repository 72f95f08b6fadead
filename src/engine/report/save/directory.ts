import { isAbsolute, join, relative } from 'node:path'
import type { RunFlags } from '../../flags.ts'

/**
 * Directory of a target's reports: the one of the flags, else `reports/<target>`. A run narrowed to
 * some cases, APIs or levels writes to `reports/<target>-narrowed`, so that the reports and the
 * recordings of the whole run stay.
 */
export function reportDirectory(
  flags: Pick<RunFlags, 'reportDir' | 'target' | 'case' | 'api' | 'level' | 'budget'>,
  target: string,
): string {
  const { case: cases, api, level, budget } = flags
  const isNarrowed = [cases, api, level, budget].some((part) => part !== undefined)
  const directory = flags.reportDir ?? join('reports', isNarrowed ? `${target}-narrowed` : target)
  const below = relative('', directory)
  return isAbsolute(directory) && !below.startsWith('..') ? below || '.' : directory
}
