/** Where the values of flags come from. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Setting } from '../../model/run/diagnosis.ts'
import { runProgram, temporaryFolder, type Ran } from '../testing/program.ts'

afterEach(() => vi.restoreAllMocks())

/** A folder with files, which is the working directory until the test ends. */
function inFolder(files: Readonly<Record<string, string>>, below = ''): string {
  const folder = temporaryFolder()
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  mkdirSync(join(folder, below), { recursive: true })
  vi.spyOn(process, 'cwd').mockReturnValue(join(folder, below))
  return folder
}

const file = 'bedrock-conformance.yaml'
const gateway = `name: my-gateway
like: openai-compatible
endpoint: http://127.0.0.1:9/v1
models: [bedrock/openai.gpt-oss-20b-1:0]
headers: { X-Route: green }
`

async function settings(
  flags: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<readonly Setting[]> {
  const { stdout, stderr } = await runProgram(['doctor', '--json', ...flags], env)
  if (stdout === '') throw new Error(stderr)
  return (JSON.parse(stdout) as { settings: Setting[] }).settings
}

async function mistake(flags: readonly string[] = ['run', '--list'], env = {}): Promise<Ran> {
  const ran = await runProgram(flags, env)
  expect(ran.code).toBe(2)
  expect(ran.stdout).toBe('')
  return ran
}

describe('the configuration file', () => {
  it('names a target of its own, and doctor says where each value comes from', async () => {
    inFolder({
      'targets/mine.yaml': gateway,
      [file]: 'target: my-gateway\ntargets: [targets/mine.yaml]\nquery: { v: 1 }\n',
    })
    expect(await settings()).toEqual([
      { flag: '--target', value: 'my-gateway', origin: `${file}:1` },
      { flag: '--query', value: 'v=1', origin: `${file}:3` },
      ...['endpoint', 'header', 'model'].map((flag) =>
        expect.objectContaining({
          flag: `--${flag}`,
          origin: expect.stringMatching(/mine\.yaml:\d/),
        }),
      ),
    ])
  })

  it('is found in a folder above the working directory', async () => {
    inFolder({ [file]: 'target: reference\n' }, 'deep/down')
    expect(await settings()).toContainEqual({
      flag: '--target',
      value: 'reference',
      origin: `../../${file}:1`,
    })
  })

  it('is weaker than the environment, which is weaker than a flag', async () => {
    inFolder({ [file]: 'target: openai-compatible\nendpoint: http://127.0.0.1:1/v1\n' })
    const env = { BEDROCK_CONFORMANCE_ENDPOINT: 'http://127.0.0.1:2/v1' }
    const endpoint = async (...given: Parameters<typeof settings>): Promise<unknown> =>
      (await settings(...given)).find(({ flag }) => flag === '--endpoint')
    expect(await endpoint()).toMatchObject({ value: 'http://127.0.0.1:1/v1', origin: `${file}:2` })
    expect(await endpoint([], env)).toMatchObject({
      value: 'http://127.0.0.1:2/v1',
      origin: 'BEDROCK_CONFORMANCE_ENDPOINT',
    })
    expect(await endpoint(['--endpoint=http://127.0.0.1:3/v1'], env)).toMatchObject({
      value: 'http://127.0.0.1:3/v1',
      origin: 'flag',
    })
  })

  it('adds headers, of which a flag replaces those of the same name', async () => {
    inFolder({ [file]: 'target: reference\nheaders: { X-One: a, X-Two: b }\n' })
    const found = await settings(['--header=x-two: c'])
    expect(found).toContainEqual({
      flag: '--header',
      value: 'X-One: a, x-two: c',
      origin: `flag, and ${file}:2`,
    })
  })

  it('keeps the settings of its target from any other', async () => {
    inFolder({ [file]: 'target: my-gateway\nheaders: { X-One: a }\nbaseline: known.yaml\n' })
    const found = await settings(['--target=reference'])
    expect(found.map(({ flag }) => flag)).toEqual(['--target'])
  })

  it('names the target whose history is shown, unless a variable or a flag does', async () => {
    inFolder({ [file]: 'target: llamastack\n' })
    const shown = async (...given: Parameters<typeof runProgram>): Promise<string> =>
      (await runProgram(...given)).stderr
    const command = ['history', `--history=${temporaryFolder()}`]
    const env = { BEDROCK_CONFORMANCE_TARGET: 'bedrock' }
    expect(await shown(command)).toContain('on llamastack adds a line')
    expect(await shown(command, env)).toContain('on bedrock adds a line')
    expect(await shown([...command, '--target=mantle'], env)).toContain(
      'on bedrock-mantle adds a line',
    )
  })

  it('is not read with --config=none', async () => {
    inFolder({ [file]: 'this is: [no configuration\n' })
    const { code } = await runProgram(['run', '--config=none', '--list', '--case=chat.simple'])
    expect(code).toBe(0)
  })

  it('selects cases, leaves some out and limits the run', async () => {
    inFolder({
      [file]: 'cases: [chat.*]\nexclude: [chat.simple]\nbudget: { maxTime: 10m, samples: 2 }\n',
    })
    const { stdout } = await runProgram(['run', '--list', '--json'])
    const { cases } = JSON.parse(stdout) as { cases: { id: string }[] }
    expect(cases.length).toBeGreaterThan(0)
    for (const { id } of cases) expect(id).toMatch(/^chat\.(?!simple$)/)
  })

  it('says where reports go, from its own folder', async () => {
    const folder = inFolder({ [`work/${file}`]: 'reports: { directory: ../out/here }\n' }, 'work')
    const { code } = await runProgram(['run', '--case=chat.simple', '--api=openai-chat'])
    expect(code).toBe(0)
    const report = readFileSync(join(folder, 'out/here/report.json'), 'utf8')
    expect(JSON.parse(report)).toMatchObject({ exitCode: 0 })
  })

  it.each([
    ['an unknown key', 'taget: x\n', /yaml:1:1: unknown key "taget"; did you mean "target"\?/],
    ['a key by its shape', 'headers: { X-A: sk-abcdefgh12345678 }\n', /a key must not stand in/],
    ['a key by its name', 'query: { api_key: abc }\n', /yaml:1:19: a key must not stand in/],
    [
      'a key in a target',
      `targets:\n  - name: x\n    like: bedrock\n    headers: { authorization: Bearer abcdef }\n`,
      /yaml:4:31: a key must/,
    ],
    [
      'a key as the name of its variable',
      'keyVariable: my-key\n',
      /name of an environment variable/,
    ],
    ['no time', 'budget: { maxTime: soon }\n', /yaml:1:20: Expected a time/],
    [
      'a target like none',
      'target: x\ntargets: [{ name: x, like: bedrok }]\n',
      /did you mean "bedrock"/,
    ],
    [
      'a target with a name of ours',
      'target: bedrock\ntargets: [{ name: bedrock, like: bedrock }]\n',
      /choose another name/,
    ],
    ['an unknown API', 'apis: [openai-chta]\n', /openai-chat/],
  ])('with %s is exit 2, with line and caret', async (_, text, expected) => {
    inFolder({ [file]: text })
    const { stderr } = await mistake()
    expect(stderr).toMatch(expected)
    expect(stderr).toMatch(/\n +\| +\^/)
  })

  it('that is named and not there is exit 2', async () => {
    inFolder({})
    const { stderr } = await mistake(['run', '--list', '--config=mine.yaml'])
    expect(stderr).toMatch(/no file mine\.yaml/)
  })

  it('may have the line ends of Windows', async () => {
    inFolder({ [file]: '# comment\r\ntarget: reference\r\ncases: [chat.simple]\r\n' })
    const { code, stdout } = await runProgram(['run', '--list'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/1 case,/)
  })
})

describe('a variable', () => {
  it.each([
    [
      'a text',
      { BEDROCK_CONFORMANCE_CASE: 'chat.simple\nstream.basic' },
      'chat.simple, stream.basic',
    ],
    ['a list', { BEDROCK_CONFORMANCE_API: 'converse,invoke' }, 'converse, invoke'],
  ])('holds %s', async (_, env, value) => {
    inFolder({})
    const { stderr } = await runProgram(['run', '--list'], env)
    const { stdout } = await runProgram(['run', '--list', '--json'], env)
    expect(`${stdout}${stderr}`).toContain(value.split(', ')[0])
  })

  it('that is no flag of any command is exit 2 and names the nearest', async () => {
    inFolder({})
    const { stderr } = await mistake(undefined, { BEDROCK_CONFORMANCE_TARJET: 'x' })
    expect(stderr).toMatch(/did you mean "BEDROCK_CONFORMANCE_TARGET"\?/)
  })

  it('of another command is left alone', async () => {
    inFolder({})
    const ran = await runProgram(['rules', '--json'], { BEDROCK_CONFORMANCE_PORT: '1' })
    expect(ran.code).toBe(0)
  })

  it('that its flag would refuse is exit 2 and is named', async () => {
    inFolder({})
    const { stderr } = await mistake(undefined, { BEDROCK_CONFORMANCE_TIMEOUT: 'soon' })
    expect(stderr).toMatch(/^BEDROCK_CONFORMANCE_TIMEOUT: Expected a time/)
  })
})

it('no credential that stands in a flag itself is shown, whatever else is wrong', async () => {
  inFolder({})
  const flags = [
    '--endpoint=http://me:hunter2@127.0.0.1:9/v1',
    '--header=X-Api-Key: hunter2',
    '--header=X-A: ${NO_SUCH_VARIABLE}',
    '--query=api_key=hunter2',
  ]
  for (const body of [
    '{"provider":{"api_key":"hunter2"}}',
    '{"keys":["hunter2"]}',
    '{"api_key":"hunter2"',
  ]) {
    const { stdout } = await runProgram(['doctor', '--json', ...flags, `--body-extra=${body}`])
    expect(stdout).toContain('--body-extra')
    expect(stdout).not.toContain('hunter2')
  }
  const { stdout } = await runProgram(['doctor', '--json', '--body-extra={"a":{"b":"plain"}}'])
  expect(stdout).toContain('plain')
})

it('a literal beside the variable of a credential is no more shown than one alone', async () => {
  inFolder({})
  const literal = 'hunter2-and-more'
  const { stdout } = await runProgram([
    'doctor',
    '--json',
    `--header=X-Api-Key: ${literal}\${NO_SUCH_VARIABLE}`,
    '--header=Authorization: Bearer ${NO_SUCH_VARIABLE}',
    `--body-extra={"api_key":"\${NO_SUCH_VARIABLE}${literal}"}`,
  ])
  expect(stdout).toContain('X-Api-Key: <redacted>${NO_SUCH_VARIABLE}')
  expect(stdout).toContain('Authorization: Bearer ${NO_SUCH_VARIABLE}')
  expect(stdout).not.toContain(literal)
})

describe('flags that exclude each other', () => {
  const target = ['--target=llamastack', '--endpoint=http://127.0.0.1:9/v1']

  it('are refused where both come from variables, as on the command line', async () => {
    inFolder({})
    const { stderr } = await mistake(['run', ...target], {
      BEDROCK_CONFORMANCE_LIST: 'true',
      BEDROCK_CONFORMANCE_UPDATE_BASELINE: 'true',
    })
    expect(stderr).toBe(
      'BEDROCK_CONFORMANCE_LIST and BEDROCK_CONFORMANCE_UPDATE_BASELINE exclude each other: omit one of them.\n',
    )
  })

  it('give way to the one from the stronger source', async () => {
    inFolder({})
    const chosen = ['run', ...target, '--list', '--case=chat.simple']
    expect(await runProgram(chosen, { BEDROCK_CONFORMANCE_UPDATE_BASELINE: 'true' })).toMatchObject(
      { code: 0 },
    )
  })
})

it('--smoke is a budget wherever it comes from', async () => {
  inFolder({})
  const list = ['list', '--target=llamastack']
  const { stdout } = await runProgram([...list, '--smoke'])
  expect(stdout).toMatch(/12 requests/)
  expect(await runProgram(list, { BEDROCK_CONFORMANCE_SMOKE: 'true' })).toMatchObject({ stdout })
  const { stdout: one } = await runProgram([...list, '--budget=1'], {
    BEDROCK_CONFORMANCE_SMOKE: 'true',
  })
  expect(one).not.toBe(stdout)
})
