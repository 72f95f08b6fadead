/** The package as its users have it: packed, installed in an empty folder, with Node alone. */
import { execFile, execFileSync, spawn } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packageRoot } from '../../model/package.ts'

const folder = mkdtempSync(join(tmpdir(), 'package-'))
const work = join(folder, 'work')
const installed = join(work, 'node_modules', 'bedrock-conformance')

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

const env = (): NodeJS.ProcessEnv => {
  const { PATH, HOME } = process.env
  return { PATH, HOME, XDG_CACHE_HOME: join(folder, 'cache'), AWS_EC2_METADATA_DISABLED: 'true' }
}

async function program(args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const bin = join(work, 'node_modules', '.bin', 'bedrock-conformance')
  return new Promise((resolve) => {
    const options = { cwd: work, env: { ...env(), ...more }, maxBuffer: 1 << 26 }
    execFile(bin, args, options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}

function filesBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).toSorted()
}

function bytesBelow(path: string): number {
  return filesBelow(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0)
}

let before: readonly string[] = []

beforeAll(() => {
  mkdirSync(work)
  const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: packageRoot,
    encoding: 'utf8',
  })
  writeFileSync(join(work, 'package.json'), '{"private":true,"type":"module"}')
  const tarball = join(folder, packed.trim().split('\n').at(-1) ?? '')
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: work })
  before = filesBelow(installed)
}, 300_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the package', () => {
  it('installs nothing else, and less than 25 MB', () => {
    expect(readdirSync(join(work, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(
      ['bedrock-conformance'],
    )
    expect(bytesBelow(installed)).toBeLessThan(25e6)
  })

  it('holds no tests and no self-tests', () => {
    expect(before.filter((name) => /\.test\.|npm-test/.test(name))).toEqual([])
  })

  it('judges the reference, and repeats a failure by the command that it prints', async () => {
    const flags = ['--mutant=usage-total-wrong', '--case=chat.simple', '--api=converse']
    const { code, stdout } = await program(['run', ...flags])
    expect(code).toBe(1)
    const [, command = ''] = /^\s+repeat\s+(.*)$/m.exec(stdout) ?? []
    expect(command).toMatch(/^npx bedrock-conformance run --target=reference /)
    const again = execRepeat(command)
    expect(again).toBe(1)
  })

  it('signs requests and makes keys, though it installs no library for it', async () => {
    const cases = ['--case=credentials.*', '--case=auth.wrong-key']
    const { code } = await program(['run', ...cases, '--report-dir=reports/signed'])
    expect(code).toBe(0)
    const made = await program(['doctor', '--target=bedrock', '--auth=key', '--json'], {
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      AWS_REGION: 'us-west-2',
      BEDROCK_CONFORMANCE_ENDPOINT: 'http://127.0.0.1:9',
    })
    expect(made.stdout).toContain('Short-term keys are made for each region')
    expect(made.stdout).not.toContain('wJalrXUtnFEMI')
  })

  it('judges a recording', async () => {
    const { code, stdout } = await program([
      'judge',
      'reports/reference-narrowed/wire/chat.simple.har',
    ])
    expect(code).toBe(1)
    expect(stdout).toContain('NOT CONFORMANT')
  })

  it('has an own target, case and baseline by init, and by flags', async () => {
    expect((await program(['init'])).code).toBe(0)
    expect((await program(['run', '--case=my-*'])).code).toBe(0)
    const flags = [
      '--config=none',
      '--target=targets/my-server.yaml',
      '--suites=my=cases',
      '--suites-only',
      '--baseline=baselines/my-server.yaml',
      '--header=X-One: 1',
    ]
    expect((await program(['run', ...flags])).code).toBe(0)
  })

  it('says where each setting comes from', async () => {
    const { code, stdout } = await program(['doctor', '--json'])
    expect(code).toBe(0)
    expect(stdout).toContain('bedrock-conformance.yaml:')
  })

  it('writes a baseline into the working directory', async () => {
    const flags = ['--config=none', '--target=reference', '--mutant=usage-total-wrong']
    const { code } = await program(['run', ...flags, '--case=chat.simple', '--update-baseline'])
    expect(code).toBe(0)
    expect(readFileSync(join(work, 'baselines/reference.yaml'), 'utf8')).toContain('usage')
    rmSync(join(work, 'baselines/reference.yaml'))
  })

  it.each([
    ['compare', ['compare', 'reports/my-server-narrowed', 'reports/my-server-narrowed'], 0],
    ['merge', ['merge', 'reports/my-server-narrowed', '--report-dir=merged'], 0],
    ['list', ['list', '--case=chat.simple'], 0],
    ['explain', ['explain', 'my-service.remembers'], 0],
    ['rules', ['rules', '--config=none'], 0],
    ['schemas', ['schemas'], 0],
    ['mutants', ['mutants', '--only=usage-total-wrong'], 0],
  ])('runs %s', async (_, args, expected) => {
    const { code, stderr } = await program(args)
    expect({ code, stderr: code === expected ? '' : stderr }).toEqual({
      code: expected,
      stderr: '',
    })
  })

  it('serves the reference', async () => {
    const bin = join(work, 'node_modules', '.bin', 'bedrock-conformance')
    const child = spawn(bin, ['serve'], { cwd: work, env: env() })
    const line = await new Promise<string>((resolve) => {
      child.stdout.once('data', (text: Buffer) => resolve(text.toString()))
    })
    const { llamaStack } = JSON.parse(line) as { llamaStack: string }
    const { code } = await program([
      'run',
      '--config=none',
      '--target=openai-compatible',
      `--endpoint=${llamaStack}/v1`,
      '--model=bedrock/openai.gpt-oss-20b-1:0',
      '--case=chat.simple',
    ])
    child.kill('SIGINT')
    expect(code).toBe(0)
  })

  it('says what to install where a profile of AWS is wanted', async () => {
    const { stdout } = await program(['doctor', '--config=none', '--json'])
    expect(stdout).toContain('@aws-sdk/credential-providers')
  })

  it('has written nothing into its own folder', () => {
    expect(filesBelow(installed)).toEqual(before)
  })
})

function execRepeat(command: string): number {
  try {
    execFileSync('/bin/sh', ['-c', command], { cwd: work, env: env(), stdio: 'ignore' })
    return 0
  } catch (error) {
    return error instanceof Error && 'status' in error ? Number(error.status) : -1
  }
}

describe('the library', () => {
  it('runs each example of its documentation', async () => {
    const text = readFileSync(join(packageRoot, 'docs', 'library.md'), 'utf8')
    const examples = [...text.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code = '']) => code)
    expect(examples.length).toBeGreaterThanOrEqual(5)
    for (const [index, code] of examples.entries()) {
      const file = join(work, `example-${index}.js`)
      writeFileSync(file, code)
      const printed = execFileSync(process.execPath, [file], {
        cwd: work,
        env: env(),
        encoding: 'utf8',
      })
      const [, expected = ''] = /\/\/ prints (.*)/.exec(code) ?? []
      expect(printed.trim()).toBe(expected)
    }
  }, 120_000)

  it('is typed for a program in strict mode', () => {
    writeFileSync(
      join(work, 'consumer.ts'),
      `import { createReference, judge, Problem, readEventStream, readSse, run } from 'bedrock-conformance'
import type { CheckResult, Report, RunOptions } from 'bedrock-conformance'

const options: RunOptions = { target: 'reference', cases: ['chat.simple'], headers: { 'x-a': '1' } }
export async function failures(): Promise<readonly CheckResult[]> {
  const reference = await createReference({ oddity: 'x' })
  const report: Report = await run({ ...options, endpoint: reference.llamaStack })
  await reference.close()
  return report.cells.flatMap(({ checks }) => checks.filter(({ verdict }) => verdict === 'fail'))
}
export const counts: number = judge(['a.har']).summary.fail
export const data: string | undefined = readSse(new Uint8Array()).events[0]?.data
export const frames: number = readEventStream([{ at: 0, bytes: new Uint8Array() }]).frames.length
export const code: number = new Problem('x').exitCode
// @ts-expect-error: no such option
export const wrong: RunOptions = { taget: 'reference' }
// @ts-expect-error: no such API
export const other: RunOptions = { apis: ['openai-chta'] }
`,
    )
    const compilerOptions = {
      strict: true,
      noEmit: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      module: 'nodenext',
      target: 'es2023',
      lib: ['es2023', 'dom'],
      types: [],
    }
    writeFileSync(
      join(work, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['consumer.ts'] }),
    )
    const require = createRequire(import.meta.url)
    const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc')
    const checked = spawnText(process.execPath, [tsc, '-p', work])
    expect(checked).toBe('')
  })
})

function spawnText(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8' })
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error)
  }
}
