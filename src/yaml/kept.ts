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

/**
 * What `make` returns for this state; made anew where it was not kept. Only plain data can be kept.
 *
 * @param kind names what it is, in letters
 * @param state everything that it depends on, beside the program
 */
export function kept<T>(kind: string, state: readonly (string | Uint8Array)[], make: () => T): T {
  const program = stateOfProgram()
  if (program === undefined) return make()
  const hash = createHash('sha256').update(program)
  for (const part of state) hash.update(`\n${part.length}\n`).update(part)
  const path = join(folder, `${kind}-${hash.digest('hex').slice(0, 24)}`)
  try {
    return deserialize(readFileSync(path)) as T
  } catch {
    const made = make()
    keep(kind, path, made)
    return made
  }
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
    for (const name of readdirSync(folder).filter((one) => one.startsWith(`${kind}-`))) {
      const other = join(folder, name)
      if (Date.now() - statSync(other).mtimeMs > longestKept) rmSync(other, { force: true })
    }
  } catch {
    // A package may be installed where nothing can be written; then it is read anew each time.
  }
}
