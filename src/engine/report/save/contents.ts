/** What a report directory holds besides files of others. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isFurtherFile } from '../../../report/formats.ts'

/** The results; every other report is a function of it. */
export const reportName = 'report.json'

/** The report of the run before, under a name that cannot be taken for a current one. */
export const earlierName = 'earlier.json'

/** Names of the further files of formats in `directory`: `junit-2.xml`. */
export async function furtherFilesIn(directory: string): Promise<string[]> {
  return (await readdir(directory).catch(() => [])).filter(isFurtherFile)
}

/**
 * Paths of the recordings below `directory`: those of `named`, the paths of the HAR files that a report
 * names, and the bodies beside them.
 */
export async function recordingsIn(
  directory: string,
  named: () => Promise<ReadonlySet<string>>,
): Promise<string[]> {
  const names = await readdir(join(directory, 'wire')).catch(() => [])
  const recordings = names
    .filter((name) => /\.(?:har|body)$/.test(name))
    .map((name) => `wire/${name}`)
  if (recordings.length === 0) return []
  const own = await named()
  return recordings.filter((path) => own.has(path.replace(/\.[0-9a-f]{12}\.body$/, '.har')))
}

/** Milliseconds after which no file is still being written. */
const longestWrite = 60_000

/**
 * Paths of the files below `directory` that a killed run had not written to their end. What was changed
 * a moment ago may be what another run is writing.
 */
export async function halvesIn(directory: string): Promise<string[]> {
  const halves = async (below: string): Promise<string[]> => {
    const names = await readdir(join(directory, below)).catch(() => [])
    const paths = names
      .filter((name) => /^\.[0-9a-f]{12}\.tmp$/.test(name))
      .map((name) => below + name)
    const changed = await Promise.all(
      paths.map(async (path) => stat(join(directory, path)).catch(() => undefined)),
    )
    return paths.filter((_, index) => (changed[index]?.mtimeMs ?? 0) < Date.now() - longestWrite)
  }
  return [...(await halves('')), ...(await halves('wire/'))]
}
