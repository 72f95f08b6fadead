/** Writes the reports of a run: every format that applies, and the recordings. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Report } from '../../../model/report.ts'
import { formats, type Rendering } from '../../../report/formats.ts'
import { parseReport } from '../../../report/json/json.ts'
import type { WireFile } from './wire-files.ts'
import { writeReports } from './write.ts'

/**
 * Writes what `rendering` gives of each format, and `wire`.
 *
 * @returns the paths of the reports, recordings left out, as a person would type them
 * @throws Problem when the directory cannot be written
 */
export async function saveReports(
  directory: string,
  rendering: Rendering,
  wire: readonly WireFile[],
): Promise<string[]> {
  const reports = formats.map(({ name, file }) => ({ path: file, text: rendering(name) }))
  await writeReports(directory, reports, wire)
  return reports.filter(({ text }) => text !== undefined).map(({ path }) => join(directory, path))
}

/** The report that the last run left in `directory`, where there is one that can be read. */
export async function earlierReport(directory: string): Promise<Report | undefined> {
  const text = await readFile(join(directory, 'report.json'), 'utf8').catch(() => undefined)
  const read = text === undefined ? undefined : parseReport(text)
  return read !== undefined && 'report' in read ? read.report : undefined
}
