/** What `init` writes works as it stands, and `watch` follows its changes. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv } from 'ajv'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { parse } from 'yaml'
import type { Report } from '../../model/report.ts'
import { packageRoot } from '../../model/package.ts'
import { schemaFiles } from '../commands/schemas.ts'
import { watch } from '../commands/watch.ts'
import { filesBelow, runProgram, temporaryFolder } from '../testing/program.ts'
import { exampleFiles } from './files.ts'

async function example(): Promise<string> {
  const folder = temporaryFolder()
  const { code } = await runProgram(['init', folder])
  expect(code).toBe(0)
  return folder
}

async function judged(
  folder: string,
  ...flags: readonly string[]
): Promise<{ readonly code: number; readonly report: Report }> {
  const reports = temporaryFolder()
  const config = `--config=${join(folder, 'bedrock-conformance.yaml')}`
  const ran = await runProgram(['run', config, '--case=my-*', `--report-dir=${reports}`, ...flags])
  if (ran.code === 2) throw new Error(ran.stderr)
  const text = readFileSync(join(reports, 'report.json'), 'utf8')
  return { code: ran.code, report: JSON.parse(text) as Report }
}

describe('init', () => {
  let folder: string
  beforeAll(async () => {
    folder = await example()
  })

  it('writes a target, a case, a rule and a baseline that work at once', async () => {
    const { code, report } = await judged(folder)
    expect(code).toBe(0)
    expect(report.target.name).toBe('my-server')
    expect(new Set(report.cells.map((cell) => cell.case))).toEqual(
      new Set(['my-service.remembers']),
    )
    const known = report.cells.flatMap(({ checks }) => checks.filter(({ id }) => id === 'long'))
    expect(known.map(({ verdict }) => verdict)).toEqual(known.map(() => 'known'))
  })

  it('writes an entry of a baseline without which the run fails', async () => {
    const { code } = await judged(folder, '--baseline=none')
    expect(code).toBe(1)
  })

  it('overwrites nothing', async () => {
    const before = filesBelow(folder)
    const { code, stderr } = await runProgram(['init', folder])
    expect(code).toBe(2)
    expect(stderr).toMatch(/is there already/)
    expect(filesBelow(folder)).toEqual(before)
  })

  const schemas = schemaFiles()
  // Each schema is used once: what makes its code quicker takes longer than that.
  const ajv = new Ajv({ strict: false, code: { optimize: false } })

  it.each([...exampleFiles])('writes %s with a schema beside it that accepts it', (name, text) => {
    const [, schema = ''] = /\$schema=(?:\.\.?\/)+schemas\/(.*)/.exec(text) ?? []
    const depth = name.split('/').length - 1
    expect(text).toContain(`$schema=${depth === 0 ? './' : '../'.repeat(depth)}schemas/`)
    const accepts = ajv.compile(JSON.parse(schemas.get(schema) ?? '{}') as object)
    expect(accepts(parse(text))).toBe(true)
  })
})

describe('suites of one’s own', () => {
  const suite = (name: string): string =>
    `suite: ${name}\nabout: A\ncases:\n  - { id: a, title: T, apis: [openai-chat], say: [{ user: Hi }] }\n`

  async function ids(...flags: readonly string[]): Promise<string[]> {
    const { stdout, stderr } = await runProgram(['list', '--config=none', '--json', ...flags])
    if (stdout === '') throw new Error(stderr)
    return (JSON.parse(stdout) as { cases: { id: string }[] }).cases.map(({ id }) => id)
  }

  it('stand beside those of the program, under their own prefix', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'a.yaml'), suite('chat'))
    expect(await ids(`--suites=acme=${folder}`)).toEqual(
      expect.arrayContaining(['acme-chat.a', 'chat.simple']),
    )
    expect(await ids(`--suites=${folder}`, '--case=my-*')).toEqual(['my-chat.a'])
  })

  it('stand in their place with --suites-only', async () => {
    const [one, other] = [temporaryFolder(), temporaryFolder()]
    writeFileSync(join(one, 'a.yaml'), suite('one'))
    writeFileSync(join(other, 'b.yaml'), suite('my-two'))
    const flags = [`--suites=${one}`, `--suites=${other}`, '--suites-only']
    expect(await ids(...flags)).toEqual(['my-one.a', 'my-two.a'])
  })

  it.each([
    ['a mistake', 'suite: x\nabout: A\ncases: 5\n', /a\.yaml:3:8: expected a list/],
    ['a rule that no file has', `${suite('x')}    checks: []\n`, /a\.yaml:\d+:\d+/],
  ])('with %s are refused with line and caret', async (_, text, expected) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'a.yaml'), text)
    const { code, stderr } = await runProgram(['list', `--suites=${folder}`])
    expect(code).toBe(2)
    expect(stderr).toMatch(expected)
    expect(stderr).toContain('^')
  })

  it.each([
    [
      'a folder that is not there',
      ['--suites=/no/such/folder'],
      /^--suites: there is no folder \/no\/such\/folder\.$/m,
    ],
    ['no folder', ['--suites-only'], /--suites=DIR/],
  ])('of %s are refused', async (_, flags, expected) => {
    const { code, stderr } = await runProgram(['list', '--config=none', ...flags])
    expect(code).toBe(2)
    expect(stderr).toMatch(expected)
  })
})

describe('watch', () => {
  it('runs the cases of a file that changes, and shows a mistake in it', async () => {
    const folder = await example()
    const cases = join(folder, 'cases')
    const printed: string[] = []
    for (const name of ['stdout', 'stderr'] as const) {
      vi.spyOn(process[name], 'write').mockImplementation((text) => printed.push(String(text)) > 0)
    }
    const stop = new AbortController()
    const flags = {
      target: join(folder, 'targets/my-server.yaml'),
      suites: [`my=${cases}`],
      suitesOnly: true,
      baseline: join(folder, 'baselines/my-server.yaml'),
      reportDir: temporaryFolder(),
    }
    try {
      const watching = watch(flags, stop.signal, () =>
        appendFileSync(join(cases, 'service.yaml'), '# changed\n'),
      )
      await vi.waitFor(() => expect(printed.join('')).toContain('remembers: exit code 0'), 60_000)
      appendFileSync(join(cases, 'service.yaml'), '  - id: unfinished\n')
      await vi.waitFor(() => expect(printed.join('')).toContain('"title" is missing'), 60_000)
      stop.abort()
      expect(await watching).toBe(0)
    } finally {
      stop.abort()
      vi.restoreAllMocks()
    }
  })
})

it('init names commands that find its configuration, whatever the working directory', async () => {
  const { stdout } = await runProgram(['init', join(temporaryFolder(), 'a b')])
  const commands = stdout.split('Next:\n')[1]?.trim().split('\n') ?? []
  expect(commands).toHaveLength(2)
  for (const command of commands) {
    const [, file = ''] =
      /^npm .* '--config=(.*a b\/bedrock-conformance\.yaml)'/.exec(command) ?? []
    expect(existsSync(resolve(packageRoot, file))).toBe(true)
  }
})

it('init overwrites no schema', async () => {
  const other = temporaryFolder()
  const schema = join(other, 'schemas', 'suite.schema.json')
  mkdirSync(join(other, 'schemas'))
  writeFileSync(schema, 'mine')
  const { code, stderr } = await runProgram(['init', other])
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(schema) })
  expect(readFileSync(schema, 'utf8')).toBe('mine')
})

it('init that cannot write a file leaves none, so that it can be run again', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'schemas'), '')
  const { code, stderr } = await runProgram(['init', folder])
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^init: [^\n]*a file[^\n]*\n$/)])
  expect([...filesBelow(folder).keys()]).toEqual(['schemas'])
})
