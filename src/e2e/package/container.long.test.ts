/** The image and its compose file: linted where a linter is at hand, and their steps done without an engine. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { packageRoot } from '../../model/package.ts'

const folder = mkdtempSync(join(tmpdir(), 'container-'))
const source = join(folder, 'source')
const program = join(folder, 'program')
const text = readFileSync(join(packageRoot, 'Dockerfile'), 'utf8')

interface Service {
  readonly command: readonly string[]
  readonly network_mode?: string
}
const compose = parse(
  readFileSync(join(packageRoot, 'docs', 'docker', 'compose.yaml'), 'utf8'),
) as { readonly services: Readonly<Record<'reference' | 'stack' | 'judge', Service>> }

/** The files that a build sees: those of the repository that `.dockerignore` lets in. */
function copyContext(): void {
  const ignored = readFileSync(join(packageRoot, '.dockerignore'), 'utf8')
  const kept = [...ignored.matchAll(/^!(.*)$/gm)].map(([, path = '']) => path)
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...kept], {
    cwd: packageRoot,
    encoding: 'utf8',
  })
  for (const file of files.split('\n').filter(Boolean)) {
    if (!existsSync(join(packageRoot, file))) continue
    mkdirSync(dirname(join(source, file)), { recursive: true })
    cpSync(join(packageRoot, file), join(source, file))
  }
  symlinkSync(join(packageRoot, 'node_modules'), join(source, 'node_modules'))
}

beforeAll(() => {
  copyContext()
  const [, run = ''] = /^RUN ((?:.*\\\n)*.*)$/m.exec(text) ?? []
  const steps = run
    .replaceAll('\\\n', '')
    .split('&&')
    .map((step) => step.trim())
    // What the packages of this checkout stand for.
    .filter((step) => !/^npm (?:ci|rebuild)/.test(step))
    .map((step) =>
      step
        .replaceAll(/\/tmp(\S*)/g, (_, file: string) => `"$folder"${file}`)
        .replace('--prefix /program', '--prefix "$program"'),
    )
  expect(steps).toHaveLength(2)
  execFileSync('/bin/sh', ['-e', '-c', steps.join('\n')], {
    cwd: source,
    env: { ...process.env, folder, program },
    stdio: 'ignore',
  })
}, 300_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const env = (): NodeJS.ProcessEnv => ({
  PATH: `${join(program, 'bin')}:${process.env['PATH']}`,
  HOME: folder,
})

describe('the image', () => {
  it('holds a program that judges, and writes into the working directory alone', () => {
    const work = mkdtempSync(join(folder, 'work-'))
    const [, entry = ''] = /^ENTRYPOINT \["(.*)"\]$/m.exec(text) ?? []
    execFileSync(entry, ['run', '--case=chat.simple', '--api=converse'], { cwd: work, env: env() })
    expect(existsSync(join(work, 'reports/reference-narrowed/report.json'))).toBe(true)
  })

  it('runs as a user without rights, from production files in one layer', () => {
    const last = text.slice(text.lastIndexOf('\nFROM'))
    expect(last).toMatch(/^USER [1-9]\d*$/m)
    expect(last.match(/^(?:COPY|ADD|RUN) /gm)).toHaveLength(1)
  })

  it.skipIf(!hasLinter())('passes hadolint', () => {
    const output = execFileSync(linter(), [join(packageRoot, 'Dockerfile')], { encoding: 'utf8' })
    expect(output).toBe('')
  })
})

function linter(): string {
  return process.env['HADOLINT_PATH'] ?? 'hadolint'
}

function hasLinter(): boolean {
  try {
    execFileSync(linter(), ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

describe('compose.yaml', () => {
  it('hands the key, the proxy and its authority to the Llama Stack', async () => {
    const { reference, stack } = compose.services
    const shared = mkdtempSync(join(folder, 'shared-'))
    const [script = ''] = reference.command
    const child = spawn('/bin/sh', ['-c', script], {
      env: { ...env(), SHARED: shared },
      detached: true,
      stdio: 'ignore',
    })
    try {
      const file = join(shared, 'upstream.env')
      while (!existsSync(file) && child.exitCode === null) await pause(50)
      await pause(50)
      const lines = readFileSync(file, 'utf8')
      expect(lines).toMatch(/^AWS_BEARER_TOKEN_BEDROCK="bedrock-api-key-/m)
      expect(lines).toMatch(/^HTTPS_PROXY="http:\/\/127\.0\.0\.1:\d+"$/m)
      expect(readFileSync(join(shared, 'ca.pem'), 'utf8')).toMatch(/BEGIN CERTIFICATE/)
      const [start = ''] = stack.command
      const sourced = start
        .replace(/\/shared(\S*)/, (_, name: string) => `"$SHARED"${name}`)
        .replace(/exec .*/, 'env')
      const seen = execFileSync('/bin/sh', ['-e', '-c', sourced], {
        encoding: 'utf8',
        env: { ...env(), SHARED: shared },
      })
      expect(seen).toMatch(/^AWS_BEARER_TOKEN_BEDROCK=bedrock-api-key-/m)
    } finally {
      endGroup(child)
    }
  })

  it('judges by flags that the program has, on the network of the reference', () => {
    const { judge, stack } = compose.services
    expect([judge.network_mode, stack.network_mode]).toEqual([
      'service:reference',
      'service:reference',
    ])
    const listed = execFileSync('bedrock-conformance', [...judge.command, '--list'], {
      cwd: folder,
      env: env(),
      encoding: 'utf8',
    })
    expect(listed).toMatch(/faults\.throttled/)
  })
})

async function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
}

/** The shell and what it started. */
function endGroup({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGTERM')
}
