/** Mistakes on the command line: exit 2, helpful, and nothing is sent. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runProgram, temporaryFolder } from './testing/program.ts'

let server: Server
let requests = 0

beforeAll(async () => {
  server = createServer((_, response) => {
    requests += 1
    response.end('{}')
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
})

afterAll(() => server.close())

const endpoint = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

it('an argument gives a terminal and a runner no orders', async () => {
  const { code, stderr } = await runProgram(['run', '--samples=\u001b[31m::error::x'])
  expect(code).toBe(2)
  expect(stderr).toContain('\\u001b[31m:\\:error')
})

it.each([
  ['--api-key=', 2],
  ['--auth=', 2],
  ['--target=', 2],
  ['--key-variable=', 2],
  ['--header=X-A: ${', 2],
])('a key that stands in %s is not printed', async (flag, exit) => {
  const folder = [`--report-dir=${temporaryFolder()}`, '--history=none', '--config=none']
  const reached =
    flag === '--target=' ? [] : ['--target=openai-compatible', '--endpoint=http://127.0.0.1:9/v1']
  const known = 'Zk8qT0uVw1xYz2AbC3dEf4'
  for (const key of ['sk-proj-Yw9_kL2-mN8pQ4rS6tV0', known]) {
    const end = flag.endsWith('{') ? '}' : ''
    const args = ['run', ...reached, ...folder, `${flag}${key}${end}`]
    const { code, stdout, stderr } = await runProgram(args, { OPENAI_API_KEY: known })
    expect(code).toBe(exit)
    expect(stdout + stderr).not.toContain(key)
  }
})

describe('a mistake on the command line', () => {
  it.each([
    ['an unknown flag', ['--tarjet=llamastack'], /--target/],
    ['an unknown target', ['--target=lamastack'], /llamastack/],
    ['an unknown case', ['--target=llamastack', '--case=chat.simpel'], /chat\.simple/],
    ['an unknown check', ['--target=llamastack', '--case=chat.simple/statuss'], /status/],
    ['an unknown API', ['--target=llamastack', '--api=openai-chta'], /openai-chat/],
    ['an API that the target has not', ['--target=llamastack', '--api=converse'], /converse/],
    ['an unknown level', ['--target=llamastack', '--level=most'], /must/],
    ['a shard out of range', ['--target=llamastack', '--shard=8/7'], /i\/n/],
    ['a concurrency of none', ['--target=llamastack', '--concurrency=0'], /from 1 up/],
    ['a number that is empty', ['--target=llamastack', '--concurrency='], /from 1 up/],
    ['an empty directory', ['--target=llamastack', '--report-dir='], /--report-dir needs a path/],
    ['an empty file', ['--target=llamastack', '--baseline='], /--baseline needs a path/],
    ['a number in hexadecimal', ['--target=llamastack', '--samples=0x10'], /from 1 up/],
    ['a number with an exponent', ['--target=llamastack', '--samples=1e3'], /from 1 up/],
    [
      'an endpoint that is no URL',
      ['--target=llamastack', '--endpoint=localhost:8321'],
      /--endpoint/,
    ],
    ['an unknown region', ['--target=bedrock', '--region=us-wets-2'], /us-west-2/],
    ['a baseline that is not there', ['--target=llamastack', '--baseline=none.yaml'], /none\.yaml/],
    [
      'an unknown mutant',
      ['--target=reference', '--mutant=usage-total-wrung'],
      /usage-total-wrong/,
    ],
    [
      'a mutant of another server',
      ['--target=llamastack', '--mutant=usage-total-wrong'],
      /--target=reference/,
    ],
    ['a flag that is given twice', ['--mutant=a', '--mutant=b'], /--mutant was given twice/],
    ['a list that is given twice', ['--api=a', '--api=b'], /--api .* with commas/],
    ['flags that contradict each other', ['--mutant=a', '--oddity=b'], /--oddity/],
    ['a list of what would run, and an update', ['--list', '--update-baseline'], /--update-base/],
    ['an address of no second target', ['--against-endpoint=http://127.0.0.1:9'], /--against\./],
    [
      'exclusions that leave nothing',
      ['--target=llamastack', '--case=chat.*', '--case=!chat.*'],
      /--case=!chat/,
    ],
    ['an exclusion of nothing', ['--target=llamastack', '--case=!chat.simpel'], /chat\.simple/],
    ['a number of failures below one', ['--fail-fast=0'], /from 1 up/],
    ['a repetition of an unknown run', ['--target=llamastack', '--last-failed=nowhere'], /nowhere/],
    ['a baseline of some cells', ['--update-baseline', '--fail-fast'], /--fail-fast/],
    ['no endpoint where one is needed', ['--target=openai-compatible'], /--endpoint/],
  ])('%s is exit 2 and names what is right', async (_, flags, expected) => {
    const given =
      flags.some((flag) => flag.startsWith('--endpoint')) ||
      flags.includes('--target=openai-compatible')
    const sent = given
      ? flags
      : [...flags, ...(flags.includes('--target=reference') ? [] : [`--endpoint=${endpoint()}`])]
    const { code, stdout, stderr } = await runProgram(
      ['run', ...sent, `--report-dir=${temporaryFolder()}`],
      { LLAMA_STACK_BASE_URL: endpoint(), LLAMA_STACK_MODEL_ID: 'bedrock/openai.gpt-oss-20b-1:0' },
    )
    expect(stderr).toMatch(expected)
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(requests).toBe(0)
  })

  it('suggests the nearest flag once', async () => {
    const { stderr } = await runProgram(['run', '--tarjet=llamastack'])
    expect(stderr.match(/Did you mean --target\?/g)).toHaveLength(1)
  })

  it('an unknown command is exit 2 and names the nearest and all others, in one line', async () => {
    const { code, stderr } = await runProgram(['srve'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/Did you mean serve\?.*Commands: run, judge, doctor,.* serve, /)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  it.each([
    [['zzz'], "error: unknown command 'zzz'. Commands: run, "],
    [['run', 'chat.simple'], 'error: run takes flags only: select cases with --case'],
    [['judge'], "error: missing required argument 'files'. With --help"],
  ])('%o is exit 2 and says what is to be given', async (given, message) => {
    const { code, stderr } = await runProgram(given)
    expect([code, stderr.trim().split('\n')]).toEqual([2, [expect.stringContaining(message)]])
  })

  it('a flag that collects its values may be repeated', async () => {
    const { stderr } = await runProgram(['run', '--case=chat.simpel', '--case=chat.*'])
    expect(stderr).toContain('chat.simple')
  })

  it('asking for help is exit 0', async () => {
    const { code, stdout } = await runProgram(['run', '--help'])
    expect(code).toBe(0)
    expect(stdout).toContain('--target')
  })

  it('the help names commands and flags by what they are for', async () => {
    const { stdout: commands } = await runProgram(['--help'])
    expect(headingsOf(commands)).toEqual([
      'Options:',
      'Judge a server:',
      'Cases and rules:',
      'Servers and cases of your own:',
      'Reports:',
      'The reference:',
      'The shell:',
      'For maintainers of this suite:',
      'Commands:',
    ])
    const { stdout: flags } = await runProgram(['run', '--help'])
    expect(headingsOf(flags)).toEqual([
      'What to judge:',
      'What to run:',
      'How to judge:',
      'Reports:',
      'The reference:',
      'Options:',
    ])
  })
})

function headingsOf(help: string): string[] {
  return help.match(/^[A-Z][a-z ]+:$/gm) ?? []
}
