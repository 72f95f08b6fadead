/** Installs what a part needs, apart from everything else. */
import { join } from 'node:path'
import type { PartInstall } from '../part/format.ts'
import { e2eFixtures } from '../part/load.ts'
import { findPython, type Python } from '../python/python.ts'
import { install, type InstallProblem } from './environment.ts'
import { installNpm } from './npm.ts'

export interface Programs {
  /** Folder with the programs of the Python environment; empty where there is none. */
  readonly bin: string
  /** Folder that holds `node_modules`; empty where there is none. */
  readonly npm: string
}

export interface InstallOptions {
  /** Folder for everything that is installed. */
  readonly cache: string
  readonly signal: AbortSignal
}

/** Installs a part unless it is there, or says in one line why it cannot be. */
export async function installPart(
  name: string,
  wanted: PartInstall,
  { cache, signal }: InstallOptions,
): Promise<Programs | InstallProblem> {
  const python = await installPython(name, wanted, cache, signal)
  if ('problem' in python) return python
  if (wanted.npm === undefined) return { bin: python.bin, npm: '' }
  const node = await installNpm(name, join(e2eFixtures, wanted.npm), cache, signal)
  return 'problem' in node ? node : { bin: python.bin, npm: node.folder }
}

async function installPython(
  name: string,
  { pip, unpinned }: PartInstall,
  cache: string,
  signal: AbortSignal,
): Promise<{ readonly bin: string } | InstallProblem> {
  if (pip === undefined && unpinned === undefined) return { bin: '' }
  const python = await usualPython()
  if (python === undefined) {
    const remedy = 'Install one, or name it with PYTHON=/path/to/python3.'
    return { problem: `It needs Python 3.12 or newer and found none. ${remedy}` }
  }
  const recipe =
    pip === undefined
      ? { name, wanted: { packages: unpinned ?? [] } }
      : { name: environmentOf(pip), wanted: { requirements: join(e2eFixtures, pip) } }
  return install(recipe, python, cache, signal)
}

/** Parts with one list share its environment: `clients/requirements.txt` → `clients-requirements`. */
function environmentOf(list: string): string {
  return list.replace(/\.txt$/, '').replaceAll('/', '-')
}

let found: Promise<Python | undefined> | undefined

async function usualPython(): Promise<Python | undefined> {
  found ??= findPython(process.env)
  return found
}
