/** What a report directory holds besides files of others. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isFurtherFile } from '../../../report/formats.ts'

/** The results; every other report is a function of it. */
export const reportName = 'report.json'

/** Names of the further files of formats in `directory`: `junit-2.xml`. */
export async function furtherFilesIn(directory: string): Promise<string[]> {
  return (await readdir(directory).catch(() => [])).filter(isFurtherFile)
}

/** Paths of the recordings below `directory`: `wire/NAME.har` and `wire/NAME.body`. */
export async function recordingsIn(directory: string): Promise<string[]> {
  const names = await readdir(join(directory, 'wire')).catch(() => [])
  return names.filter((name) => /\.(?:har|body)$/.test(name)).map((name) => `wire/${name}`)
}

/** Paths of the files below `directory` that a killed run had not written to their end. */
export async function halvesIn(directory: string): Promise<string[]> {
  const halves = async (below: string): Promise<string[]> => {
    const names = await readdir(join(directory, below)).catch(() => [])
    return names.filter((name) => /^\.[0-9a-f]{12}\.tmp$/.test(name)).map((name) => below + name)
  }
  return [...(await halves('')), ...(await halves('wire/'))]
}
