/** The files of the suite, as plain data; each is parsed once for all tests, since that takes long. */
import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { memo } from '../../model/lists/memo.ts'

const folder = new URL('../../../suites/', import.meta.url)

/** The content of a file below `suites/`, for whoever only reads it. */
export const suiteFile: (name: string) => unknown = memo(
  (name: string): unknown => parse(readFileSync(new URL(name, folder), 'utf8')) as unknown,
)

/** Every file, by its name below `suites/` with `/` between folders. */
export function suiteFiles(): ReadonlyMap<string, unknown> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.replaceAll('\\', '/'))
  return new Map(names.map((name) => [name, suiteFile(name)]))
}
