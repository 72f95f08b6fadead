/** Virtual environments with pinned packages, made once and kept in a cache folder. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Python } from '../python/python.ts'
import { messageOfError } from '../../model/problem.ts'

/** Packages come over the network, and some are large. */
const installTimeout = 15 * 60 * 1000

export interface Installed {
  /** Folder with the environment's programs. */
  readonly bin: string
}

export interface Recipe {
  /** Names the folder. */
  readonly name: string
  /** File with every package at its version, or packages as a user would name them. */
  readonly wanted: { readonly requirements: string } | { readonly packages: readonly string[] }
}

/** One line why the packages cannot be had. */
export interface InstallProblem {
  readonly problem: string
}

/**
 * Makes the environment below `cache`, unless it is there as the recipe says. A half-made one
 * carries no stamp and is made anew.
 */
export async function install(
  { name, wanted }: Recipe,
  python: Python,
  cache: string,
  signal?: AbortSignal,
): Promise<Installed | InstallProblem> {
  const list =
    'requirements' in wanted ? await readFile(wanted.requirements) : wanted.packages.join(' ')
  const stamp = createHash('sha256').update(python.version).update(list).digest('hex')
  const folder = join(cache, name)
  const bin = join(folder, 'bin')
  const stampFile = join(folder, '.installed')
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return { bin }
  await rm(folder, { recursive: true, force: true })
  await mkdir(cache, { recursive: true })
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input']
  try {
    const options = { timeout: installTimeout, ...(signal !== undefined && { signal }) }
    await promisify(execFile)(python.command, ['-m', 'venv', folder], options)
    await promisify(execFile)(join(bin, 'python'), [...pip, ...asked(wanted)], options)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    return { problem: `${name} cannot be installed: ${lastError(error)}` }
  }
  await writeFile(stampFile, stamp)
  return { bin }
}

/** A pinned list is complete: nothing is left for pip to choose. */
function asked(wanted: Recipe['wanted']): readonly string[] {
  return 'requirements' in wanted ? ['--no-deps', '-r', wanted.requirements] : wanted.packages
}

/** pip says what is wrong in its last line that begins with ERROR. */
function lastError(error: unknown): string {
  const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : ''
  const lines = stderr.split('\n').filter((line) => line.trim() !== '')
  const described = lines.findLast((line) => line.startsWith('ERROR')) ?? lines.at(-1)
  const text = described ?? messageOfError(error)
  return text.replaceAll(/\s+/g, ' ').slice(0, 300)
}
