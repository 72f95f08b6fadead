/** Node binaries of other versions, from the npm packages that carry them. */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packageRoot } from '../../../model/package.ts'

/**
 * Path of the `node` of this version, installed once below `.cache/node`. It is no dependency of the
 * project: its `bin` would take the place of `node` in every npm script, and a package of another
 * platform makes `npm ci` fail.
 *
 * @throws Error of npm when there is no binary for this platform, or no registry
 */
export async function nodeBinary(version: string): Promise<string> {
  const isWindows = process.platform === 'win32'
  const name = `node-${isWindows ? 'win' : process.platform}-${process.arch}`
  const folder = join(packageRoot, '.cache', 'node', version)
  const binary = join(folder, 'node_modules', name, 'bin', isWindows ? 'node.exe' : 'node')
  if (existsSync(binary)) return binary
  mkdirSync(folder, { recursive: true })
  const flags = ['--no-save', '--no-package-lock', '--ignore-scripts', `--prefix=${folder}`]
  await promisify(execFile)('npm', ['install', ...flags, `${name}@${version}`], {
    shell: isWindows,
  })
  return binary
}
