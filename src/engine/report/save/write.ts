/** Puts the files of a run into its report directory. */
import { join } from 'node:path'
import { exitCodes } from '../../../model/exit-codes.ts'
import { describeFault, Problem } from '../../../model/problem.ts'
import { gathered, type Text } from '../../../model/text/pieces.ts'
import { fileOfPart } from '../../../report/formats.ts'
import { visible } from '../../../report/text/visible.ts'
import { beginReports, endReports, isMarked } from './unfinished.ts'
import { reasonOf, writeWhole } from './files.ts'

/** A file, by its name in the directory. */
export interface ReportFile {
  readonly path: string
  /**
   * Makes the text; none where this run has no such report, several where one would be too large: the
   * others get numbered names. Called once, when it is written.
   */
  readonly texts: () => Iterable<Text>
}

/** A file that is missing. */
export interface Missing {
  readonly path: string
  /** The end of a sentence, or the sentence of a fault of this program. */
  readonly why: string
  readonly isFault: boolean
}

/**
 * Writes the files, each whole or not at all, in place of those that an earlier run left of the same
 * kinds. All other files stay. While a file is missing, the directory is marked as unfinished. Where
 * another run begins there meanwhile, nothing more is written: the files of two runs are no report.
 *
 * @param moved called whenever a text or a piece of it was made or written
 * @returns what is missing
 * @throws Problem when another run begins there meanwhile
 * @throws RangeError when a wire path is not `wire/NAME.har` or `wire/NAME.body`
 */
export async function writeReports(
  directory: string,
  files: readonly ReportFile[],
  moved: () => void = () => undefined,
): Promise<Missing[]> {
  for (const { path } of files) requirePath(path)
  const missing: Missing[] = []
  const attempt = async (path: string, act: () => Promise<void>): Promise<void> => {
    try {
      await act()
    } catch (error) {
      missing.push(missingOf(path, error))
    }
  }
  let mark: string | undefined
  await attempt('the mark of an unfinished run', async () => {
    mark = await beginReports(directory, new Date().toISOString())
  })
  const refuseShared = async (): Promise<void> => {
    if (mark !== undefined && !(await isMarked(directory, mark))) throw shared(directory)
  }
  for (const { path, texts } of files) {
    await refuseShared()
    await attempt(path, async () => {
      let number = 0
      for (const text of texts()) {
        moved() // making a text may take longer than writing it
        number += 1
        const file = join(directory, fileOfPart(path, number))
        await writeWhole(file, watched(text, moved), 'replace')
      }
    })
  }
  await refuseShared()
  if (missing.length === 0) await attempt('the end of the run', async () => endReports(directory))
  return missing
}

function shared(directory: string): Problem {
  const what = `Another run began in ${visible(directory)} while reports were written there`
  const remedy = 'Give each run a directory of its own with --report-dir, and run this one again.'
  return new Problem(
    `${what}: they are not those of this run alone. ${remedy}`,
    exitCodes.unwritten,
  )
}

function* watched(text: Text, moved: () => void): Generator<string> {
  for (const piece of gathered(text)) {
    moved()
    yield piece
    moved()
  }
}

/** Texts are made while they are written: an error of no call of the system is our own. */
function missingOf(path: string, error: unknown): Missing {
  const isFault = typeof Reflect.get(Object(error), 'syscall') !== 'string'
  return { path, why: isFault ? describeFault(error) : reasonOf(error), isFault }
}

function requirePath(path: string): void {
  if (/^(?:[\w-]+\.\w+|wire\/[^/\\\0]+\.(?:har|body))$/.test(path)) return
  throw new RangeError(`Expected a wire path of the form wire/NAME.har, got ${visible(path)}`)
}
