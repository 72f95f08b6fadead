/** A recording of any size. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../../model/package.ts'

interface Har {
  readonly log: { readonly entries: readonly object[] }
}

/** Writes a HAR file with the exchanges of the example again and again, and returns its path. */
export function writeManyExchanges(count: number, folder: string): string {
  const example = join(packageRoot, 'fixtures/recordings/example.har')
  const { log } = JSON.parse(readFileSync(example, 'utf8')) as Har
  const entries = Array.from({ length: count }, (_, at) => ({
    ...log.entries[at % log.entries.length],
    _id: `exchange-${at}`,
  }))
  const file = join(folder, `${count}.har`)
  writeFileSync(file, JSON.stringify({ log: { ...log, entries } }))
  return file
}
