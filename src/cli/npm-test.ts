/**
 * What `npm test` does. Alone: the self-tests, then the whole suite against the reference.
 * With arguments: the same as `run` with these arguments.
 */
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { guardProcess } from './process/leave.ts'
import { clearLoading } from './process/loading.mjs'
import { start } from './process/start.ts'
import { packageRoot } from '../model/package.ts'

async function selfTests(): Promise<number> {
  const require = createRequire(import.meta.url)
  const vitest = join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs')
  const reporters = [
    '--reporter=default',
    '--reporter=json',
    '--outputFile.json=reports/self-tests.json',
  ]
  const child = spawn(process.execPath, [vitest, 'run', '--project=self-tests', ...reporters], {
    cwd: packageRoot,
    stdio: 'inherit',
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      resolve(signal === 'SIGINT' ? 130 : (code ?? 1))
    })
  })
}

async function npmTest(argv: readonly string[]): Promise<number> {
  if (argv.length > 0) return start(['run', ...argv])
  clearLoading()
  const tested = await selfTests()
  // Only now is the program loaded: the self-tests must be able to say that it does not even load.
  return tested === 0 ? start(['run', '--target=reference']) : tested
}

guardProcess()
process.exitCode = await npmTest(process.argv.slice(2))
