/** What a run writes, and where. */
import { baselineFile } from '../../target/files/files.ts'
import type { Target } from '../../model/target.ts'
import type { RunFlags } from '../flags.ts'
import { historyFile } from './history-file.ts'
import type { Paths } from './save/check-paths.ts'
import { reportDirectory } from './save/directory.ts'

/** The paths that a run on `target` with these flags writes to. */
export function pathsOf(
  flags: RunFlags,
  {
    name,
    baselineName = name,
    baselineFile: chosen,
  }: Pick<Target, 'name' | 'baselineName' | 'baselineFile'>,
): Paths {
  const updates = flags.updateBaseline === true
  return {
    reports: reportDirectory(flags, name),
    history: keptHistory(flags, name),
    baseline: updates ? baselineFile(baselineName, flags.baseline ?? chosen) : undefined,
    summary: process.env['GITHUB_STEP_SUMMARY'],
  }
}

/** Runs of a deliberately broken reference are kept out of the history unless a folder is given. */
export function keptHistory(flags: RunFlags, target: string): string | undefined {
  const { mutant, oddity, history } = flags
  const isBroken = mutant !== undefined || oddity !== undefined
  return history === undefined && isBroken ? undefined : historyFile(flags, target)
}
