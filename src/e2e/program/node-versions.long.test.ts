/** The program under the oldest supported Node and under each later line. */
import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, type TestContext } from 'vitest'
import { temporaryFolder } from '../../cli/testing/program.ts'
import { packageRoot } from '../../model/package.ts'
import { nodeBinary } from './testing/node-binary.ts'

interface Ended {
  readonly code: number
  readonly stdout: string
}

async function runUnder(binary: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(binary, args, { cwd: packageRoot, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code)
      resolve({ code, stdout: code > 1 ? stdout + stderr : stdout })
    })
  })
}

async function runSuite(binary: string, flags: readonly string[]): Promise<Ended> {
  const program = [join('src', 'cli', 'launch.mjs'), 'bin', 'run', '--target=reference']
  return runUnder(binary, [...program, `--report-dir=${temporaryFolder()}`, ...flags])
}

/** Names of the folders in which versions of Node keep what they compiled of the program. */
function compiledVersions(): string[] {
  const cache = join(packageRoot, '.cache')
  const folders = readdirSync(cache).filter((name) => name.startsWith('program-'))
  return folders
    .map((name) => join(cache, name, 'compiled'))
    .flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : []))
}

/** The binary; without one the test is skipped with npm's reason, and fails on a CI server. */
async function binaryOrSkip(version: string, context: TestContext): Promise<string> {
  try {
    return await nodeBinary(version)
  } catch (error) {
    if (process.env['CI'] === 'true') throw error
    return context.skip(`No binary of Node ${version} could be installed: ${String(error)}`)
  }
}

// 20.19 is the oldest version that package.json allows.
describe.each(['20.19.6', '22.23.3', '24.9.0'])('Node %s', (version) => {
  it('runs the program as this version', async (context) => {
    const binary = await binaryOrSkip(version, context)
    expect((await runUnder(binary, ['--version'])).stdout).toBe(`v${version}\n`)
  })

  it('keeps what it compiled, where it can', async (context) => {
    const binary = await binaryOrSkip(version, context)
    await runUnder(binary, [join('src', 'cli', 'launch.mjs'), 'bin', '--version'])
    const isKept = compiledVersions().some((name) => name.startsWith(`v${version}-`))
    expect(isKept).toBe(Number.parseInt(version, 10) >= 22)
  })

  it('judges the reference as conformant', async (context) => {
    const binary = await binaryOrSkip(version, context)
    const { code, stdout } = await runSuite(binary, ['--case=chat.*'])
    expect(code, stdout).toBe(0)
    expect(stdout).toMatch(/^CONFORMANT: /m)
  })

  it('judges a defective server as not conformant', async (context) => {
    const binary = await binaryOrSkip(version, context)
    const flags = ['--mutant=usage-total-wrong', '--case=chat.simple', '--api=converse']
    const { code, stdout } = await runSuite(binary, flags)
    expect(code, stdout).toBe(1)
    expect(stdout).toContain('totalTokens is not the sum of its parts')
  })
})
