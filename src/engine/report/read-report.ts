import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Report } from '../../model/report.ts'
import { parseFile } from './save/parse-file.ts'
import { refuseUnfinished } from './save/unfinished.ts'
import { Problem } from '../../model/problem.ts'

/**
 * The report at `path`, which is a `report.json` or the directory that holds it.
 *
 * @throws Problem when it is missing or cannot be read
 */
export async function readReport(path: string): Promise<Report> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  const file = isFolder ? join(path, 'report.json') : path
  await refuseUnfinished(file)
  try {
    const read = parseFile(file)
    if ('report' in read) return read.report
    throw new Problem(`${file}: ${read.problem}`)
  } catch (error) {
    if (error instanceof Problem) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw new Problem(
      `There is no report at ${file} (${code}): name a report.json, or the directory of a run's reports.`,
    )
  }
}
