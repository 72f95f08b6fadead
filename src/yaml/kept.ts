/** What was read from files, kept in the cache, so that it is parsed once for each state of them. */
import { createHash } from 'node:crypto'
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deserialize, serialize } from 'node:v8'
import { cacheFolder } from '../model/package.ts'

const folder = cacheFolder()

/** Milliseconds after which a state that may be an old one is removed. */
const longestKept = 86_400_000

/** States of a kind that are kept, the latest ones: files of one's own change often. */
const mostKept = 100

/**
 * What `make` returns for this state; made anew where it was not kept. Only plain data can be kept.
 *
 * @param kind names what it is, in letters
 * @param stateOf everything that it depends on, beside the program; asked again once it is made, since
 * files may change meanwhile
 */
export function kept<T>(kind: string, stateOf: () => State, make: () => T): T {
  const program = stateOfProgram()
  if (program === undefined) return make()
  const pathOf = (): string => join(folder, `${kind}-${digest([program, ...stateOf()])}`)
  const path = pathOf()
  try {
    return deserialize(readFileSync(path)) as T
  } catch {
    const made = make()
    if (pathOf() === path) keep(kind, path, made)
    return made
  }
}

type State = readonly (string | Uint8Array)[]

function digest(parts: State): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`\n${part.length}\n`).update(part)
  return hash.digest('hex').slice(0, 24)
}

/** Undefined for tests, which run from source. */
function stateOfProgram(): string | undefined {
  if (!import.meta.url.endsWith('.js')) return undefined
  const file = fileURLToPath(import.meta.url)
  const { size, mtimeMs } = statSync(file)
  return `${process.version} ${file} ${size} ${mtimeMs}`
}

function keep(kind: string, path: string, value: unknown): void {
  try {
    mkdirSync(folder, { recursive: true })
    // Written beside its final name and moved, so that no other process reads half of it.
    const unfinished = `${path}.${process.pid}`
    writeFileSync(unfinished, serialize(value))
    renameSync(unfinished, path)
    const all = readdirSync(folder).filter((name) => name.startsWith(`${kind}-`))
    const dated = all.map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs }))
    for (const [index, { name, at }] of dated.toSorted((a, b) => b.at - a.at).entries()) {
      const isOld = index >= mostKept || Date.now() - at > longestKept
      if (isOld) rmSync(join(folder, name), { force: true })
    }
  } catch {
    // A package may be installed where nothing can be written; then it is read anew each time.
  }
}
