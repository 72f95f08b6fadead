/** Finds a Python that real Llama Stack servers run on. */
import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

export interface Python {
  readonly command: string
  /** For example `3.13.0`. */
  readonly version: string
}

/** `pyproject.toml` of both servers: requires-python >= 3.12. */
const leastMinor = 12

const names = ['python3.13', 'python3.12', 'python3.14', 'python3', 'python']

/** Versions that pyenv keeps beside the chosen one, newest first. */
function pyenvPythons(home: string): string[] {
  try {
    const versions = readdirSync(join(home, '.pyenv', 'versions'))
    const order = versions.toSorted((one, other) =>
      other.localeCompare(one, 'en', { numeric: true }),
    )
    return order.map((version) => join(home, '.pyenv', 'versions', version, 'bin', 'python3'))
  } catch {
    return []
  }
}

async function versionOf(command: string): Promise<string | undefined> {
  try {
    const program = 'import sys, venv, ensurepip; print("%d.%d.%d" % sys.version_info[:3])'
    const { stdout } = await promisify(execFile)(command, ['-c', program], { timeout: 30_000 })
    return stdout.trim()
  } catch {
    return undefined
  }
}

function isEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major === 3 && minor >= leastMinor
}

/**
 * The first Python from 3.12 up that can make a virtual environment: the one that `PYTHON` names,
 * else of the usual names, else of pyenv's versions.
 *
 * @returns undefined when there is none
 */
export async function findPython(
  env: Readonly<Record<string, string | undefined>>,
  home = homedir(),
): Promise<Python | undefined> {
  const named = env['PYTHON']
  const candidates =
    named === undefined || named === '' ? [...names, ...pyenvPythons(home)] : [named]
  for (const command of candidates) {
    const version = await versionOf(command)
    if (version !== undefined && isEnough(version)) return { command, version }
  }
  return undefined
}
