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

  it('an unknown command is exit 2 and names the nearest', async () => {
    const { code, stderr } = await runProgram(['srve'])
    expect(code).toBe(2)
    expect(stderr).toContain('serve')
  })

  it('asking for help is exit 0', async () => {
    const { code, stdout } = await runProgram(['run', '--help'])
    expect(code).toBe(0)
    expect(stdout).toContain('--target')
  })
})
