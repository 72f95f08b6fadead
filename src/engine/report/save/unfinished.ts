/** The mark of a report directory whose run has begun and not ended. */
import { readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Problem } from '../../../model/problem.ts'
import type { Report } from '../../../model/report.ts'
import { formats } from '../../../report/formats.ts'
import type { Parsed } from '../../../report/json/parse.ts'
import { visible } from '../../../report/text/visible.ts'
import { earlierName, furtherFilesIn, halvesIn, reportName, recordingsIn } from './contents.ts'
import { isDirectory, isFile, makeDirectory, writeWhole } from './files.ts'
import { parseFile } from './parse-file.ts'

const mark = 'unfinished'

/**
 * Marks `directory` and clears it of the reports of the run before and of the recordings that these
 * name; only the results are kept, to compare with. Does nothing more when it is marked and clear already.
 *
 * @returns the text of the mark, which no other run gives it
 * @throws an error of the file system
 */
export async function beginReports(directory: string, startedAt: string): Promise<string> {
  await makeDirectory(directory)
  const text = `The run that began at ${startedAt} (process ${process.pid}) has not written its reports. If it is not running any more, it was cut off, or judged nothing (exit code 3): run it again.\n`
  await writeWhole(join(directory, mark), text, 'replace')
  const recordings = await recordingsIn(directory, async () => {
    const before = await earlierCells(directory, (cell) => cell.includes('"wire"'))
    return new Set(before?.cells.flatMap(({ wire }) => wire ?? []))
  })
  const stale = [
    ...formats.map(({ file }) => file),
    ...(await furtherFilesIn(directory)),
    ...recordings,
    ...(await halvesIn(directory)),
  ]
  for (const name of stale) {
    const path = join(directory, name)
    if (await isDirectory(path)) continue // not ours
    if (name === reportName) await rename(path, join(directory, earlierName)).catch(() => undefined)
    await rm(path, { force: true })
  }
  return text
}

/** Whether the mark is still the one with this text: no other run has begun there since. */
export async function isMarked(directory: string, text: string): Promise<boolean> {
  const found = await readFile(join(directory, mark), 'utf8').catch(() => undefined)
  return found === text
}

/** Removes the mark: everything is written. */
export async function endReports(directory: string): Promise<void> {
  await rm(join(directory, earlierName), { force: true })
  await rm(join(directory, mark), { force: true })
}

/**
 * The report of the run before, where there is one that can be read, with the cells about availability
 * alone: only these are compared.
 */
export async function earlierReport(directory: string): Promise<Report | undefined> {
  return earlierCells(directory, (cell) => cell.includes('"availability"'))
}

/** The report of the run before with the cells that `wants` keeps, by their text. */
async function earlierCells(
  directory: string,
  wants: (cell: string) => boolean,
): Promise<Report | undefined> {
  for (const name of [reportName, earlierName]) {
    const path = join(directory, name)
    if (!(await isFile(path))) continue // reading a pipe would wait for its writer
    const read = readOrNothing(path, wants)
    if (read !== undefined && 'report' in read) return read.report
  }
  return undefined
}

function readOrNothing(path: string, wants: (cell: string) => boolean): Parsed | undefined {
  try {
    return parseFile(path, wants)
  } catch {
    return undefined
  }
}

/**
 * Refuses the report of a directory whose run has not ended.
 *
 * @param file path of its `report.json`
 * @throws Problem when it is marked
 */
export async function refuseUnfinished(file: string): Promise<void> {
  const marked = await readFile(join(dirname(file), mark), 'utf8').catch(() => undefined)
  if (marked === undefined || !file.endsWith(reportName)) return
  const why = marked.trim().split('\n')[0] ?? ''
  throw new Problem(`${visible(dirname(file))} is unfinished: ${visible(why)}`)
}
