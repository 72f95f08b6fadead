/** Packages of npm at the versions of a lock file, installed once and kept in a cache folder. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { InstallProblem } from './environment.ts'
import { messageOfError } from '../../model/problem.ts'

const installTimeout = 10 * 60 * 1000

/**
 * Copies `source`, which has a lock file, and installs what that lists, unless it is there. No script
 * of a package runs.
 *
 * @returns the folder that holds `node_modules`, or one line why there is none
 */
export async function installNpm(
  name: string,
  source: string,
  cache: string,
  signal: AbortSignal,
): Promise<{ readonly folder: string } | InstallProblem> {
  const files = (await readdir(source)).toSorted()
  const hash = createHash('sha256').update(process.version)
  for (const file of files) hash.update(await readFile(join(source, file)))
  const stamp = hash.digest('hex')
  const folder = join(cache, `${name}-npm`)
  const stampFile = join(folder, '.installed')
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return { folder }
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const file of files) await copyFile(join(source, file), join(folder, file))
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  try {
    await promisify(execFile)('npm', args, { cwd: folder, timeout: installTimeout, signal })
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    return { problem: `${name} cannot be installed: ${firstError(error)}` }
  }
  await writeFile(stampFile, stamp)
  return { folder }
}

/** npm says what is wrong in its first line that begins with its own prefix. */
function firstError(error: unknown): string {
  const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : ''
  const lines = stderr.split('\n').filter((line) => line.startsWith('npm error'))
  const described = lines.find((line) => !line.startsWith('npm error code')) ?? lines[0]
  const text = described ?? messageOfError(error)
  return text.replaceAll(/\s+/g, ' ').slice(0, 300)
}
