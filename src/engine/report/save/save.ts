/** Writes the reports of a run: every format that applies, and the recordings. */
import { join } from 'node:path'
import { exitCodes } from '../../../model/exit-codes.ts'
import { count } from '../../../report/text/describe.ts'
import { Problem } from '../../../model/problem.ts'
import type { Text } from '../../../model/text/pieces.ts'
import { fileOfPart, formats, type Rendering } from '../../../report/formats.ts'
import { visible } from '../../../report/text/visible.ts'
import { whileMoving } from './deadline.ts'
import type { WireFile } from './wire-files.ts'
import { writeReports, type Missing } from './write.ts'

/** What came of writing reports. */
export interface Saved {
  /** The paths of the reports, recordings left out, as a person would type them. */
  readonly paths: readonly string[]
  /** What is missing, and the exit code for that: 70 or 74. */
  readonly problem?: Problem
}

/** Milliseconds for one piece of a file, and for making it: a file in one piece may be large. */
const patience = 60_000

/** Files that are named when they are missing. */
const mostNamed = 5

/** Writes what `rendering` gives of each format, and `wire`, as far as it can be written. */
export async function saveReports(
  directory: string,
  rendering: Rendering,
  wire: readonly WireFile[],
): Promise<Saved> {
  const made = new Set<string>()
  const reports = formats.map(({ name, file }) => ({
    path: file,
    texts: () => noted(rendering(name), file, made),
  }))
  const recordings = wire.map(({ path, text }) => ({ path, texts: () => [text()] }))
  try {
    const what = `The reports in ${visible(directory)}`
    const missing = await whileMoving(
      what,
      async (moved) => writeReports(directory, [...reports, ...recordings], moved),
      exitCodes.unwritten,
      patience,
    )
    const lost = new Set(missing.map(({ path }) => path))
    const paths = [...made].filter((file) => !lost.has(file)).map((file) => join(directory, file))
    return missing.length === 0 ? { paths } : { paths, problem: problemOf(directory, missing) }
  } catch (error) {
    if (error instanceof Problem) return { paths: [], problem: error }
    throw error
  }
}

/** `texts`; adds the name of the first to `made`, and one name for all others, of which there may be many. */
function* noted(texts: Iterable<Text>, file: string, made: Set<string>): Generator<Text> {
  let number = 0
  for (const text of texts) {
    number += 1
    made.add(fileOfPart(file, number === 1 ? 1 : '*'))
    yield text
  }
}

function problemOf(directory: string, missing: readonly Missing[]): Problem {
  const fault = missing.find(({ isFault }) => isFault)
  const code = fault === undefined ? exitCodes.unwritten : exitCodes.fault
  const { why = '' } = fault ?? missing[0] ?? {}
  const names = missing.slice(0, mostNamed).map(({ path }) => path)
  const more = missing.length - names.length
  const rest = more > 0 ? ` and ${count(more, 'more file')}` : ''
  const what = `Missing in ${visible(directory)}: ${names.join(', ')}${rest}`
  return new Problem(
    fault === undefined
      ? `${what} (${why}). All other files are whole. Free the directory, or name another one with --report-dir.`
      : `${what}. ${why}`,
    code,
  )
}
