import { isAbsolute, join, relative } from 'node:path'
import type { RunFlags } from '../../flags.ts'

/** Directory of a target's reports: the one of the flags, else `reports/<target>`. */
export function reportDirectory(
  flags: Pick<RunFlags, 'reportDir' | 'target'>,
  target: string,
): string {
  const directory = flags.reportDir ?? join('reports', target)
  const below = relative('', directory)
  return isAbsolute(directory) && !below.startsWith('..') ? below || '.' : directory
}
