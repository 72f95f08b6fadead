/** Finds paths that cannot be written before anything is sent. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { exitCodes } from '../../../model/exit-codes.ts'
import { Problem } from '../../../model/problem.ts'
import { formats } from '../../../report/formats.ts'
import { visible } from '../../../report/text/visible.ts'
import { inTime } from './deadline.ts'
import { reasonOf, whyNotWritable } from './files.ts'
import { beginReports } from './unfinished.ts'

/** What a run will write; an absent member is not written. */
export interface Paths {
  readonly reports: string
  readonly history?: string | undefined
  readonly baseline?: string | undefined
  /** GitHub's page for the step. */
  readonly summary?: string | undefined
}

/**
 * Refuses paths that cannot be written, then marks the report directory as unfinished.
 *
 * @param startedAt ISO 8601
 * @throws Problem in one line
 */
export async function claimPaths(paths: Paths, startedAt: string): Promise<void> {
  const { reports, history, baseline, summary } = paths
  const files = [
    { path: history, what: 'the history', remedy: 'Name another directory with --history.' },
    { path: baseline, what: 'the baseline', remedy: 'Name another file with --baseline.' },
    { path: summary, what: 'GITHUB_STEP_SUMMARY', remedy: 'Correct or unset the variable.' },
  ]
  for (const { path, what, remedy } of files) {
    if (path === undefined || path === '') continue
    const why = await inTime(`The file ${visible(path)}`, whyNotWritable(path), exitCodes.usage)
    if (why !== undefined) throw refused(`${what} ${visible(path)}`, why, remedy)
  }
  const why = await inTime(
    `The directory ${visible(reports)}`,
    whyNoReports(reports, startedAt),
    exitCodes.usage,
  )
  if (why === undefined) return
  throw refused(`reports to ${visible(reports)}`, why, 'Name another directory with --report-dir.')
}

function refused(what: string, why: string, remedy: string): Problem {
  return new Problem(`Cannot write ${what}: ${why}. Nothing was sent. ${remedy}`)
}

async function whyNoReports(directory: string, startedAt: string): Promise<string | undefined> {
  for (const { file } of formats) {
    const found = await stat(join(directory, file)).catch(() => undefined)
    if (found?.isDirectory()) return `there is a directory named ${file}`
    if (found?.isFile() === false) return `${file} is a pipe or a device, not a file`
  }
  const wire = await stat(join(directory, 'wire')).catch(() => undefined)
  if (wire?.isDirectory() === false) return 'there is a file named wire'
  return beginReports(directory, startedAt).then(() => undefined, reasonOf)
}
