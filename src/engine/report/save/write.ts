/** Puts the files of a run into its report directory. */
import { join } from 'node:path'
import { describeFault } from '../../../model/problem.ts'
import { visible } from '../../../report/text/visible.ts'
import { beginReports, endReports } from './unfinished.ts'
import { reasonOf, writeWhole } from './files.ts'

/** A file, by its name in the directory. */
export interface ReportFile {
  readonly path: string
  /** Makes the text, or its pieces; undefined where this run has no such report. Called once, when it is written. */
  readonly text: () => string | Iterable<string> | undefined
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
 * kinds. All other files stay. While a file is missing, the directory is marked as unfinished.
 *
 * @returns what is missing
 * @throws RangeError when a wire path is not `wire/NAME.har` or `wire/NAME.body`
 */
export async function writeReports(
  directory: string,
  files: readonly ReportFile[],
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
  await attempt('the mark of an unfinished run', async () =>
    beginReports(directory, new Date().toISOString()),
  )
  for (const file of files) {
    const made = textOf(file)
    if (made === undefined) continue
    if (typeof made === 'object' && 'why' in made) missing.push(made)
    else await attempt(file.path, async () => writeWhole(join(directory, file.path), made))
  }
  if (missing.length === 0) await attempt('the end of the run', async () => endReports(directory))
  return missing
}

function textOf({ path, text }: ReportFile): string | Iterable<string> | Missing | undefined {
  try {
    return text()
  } catch (error) {
    return { path, why: describeFault(error), isFault: true }
  }
}

/** Pieces are made while they are written: an error without a code of the system is our own. */
function missingOf(path: string, error: unknown): Missing {
  const isFault = typeof Reflect.get(Object(error), 'code') !== 'string'
  return { path, why: isFault ? describeFault(error) : reasonOf(error), isFault }
}

function requirePath(path: string): void {
  if (/^(?:[\w-]+\.\w+|wire\/[^/\\\0]+\.(?:har|body))$/.test(path)) return
  throw new RangeError(`Expected a wire path of the form wire/NAME.har, got ${visible(path)}`)
}
