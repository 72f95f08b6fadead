/** Servers that are nothing of what they are taken for: judged or given up within limits, and explained. */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { runProgram, temporaryFolder } from '../../cli/testing/program.ts'

const servers: Server[] = []

async function listening(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

const strangers: Readonly<Record<string, RequestListener>> = {
  'answers everything with 200 and {}': (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  },
  'answers everything with 500': (_, response) => {
    response.writeHead(500).end('oops')
  },
  'answers everything with a page': (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><h1>Hello</h1>')
  },
}

const targets = ['llamastack', 'openai-compatible', 'bedrock'] as const
const key = 'ABSK' + 'a'.repeat(120)

describe.each(Object.entries(strangers))('a server that %s', (_, answer) => {
  it.each(targets)('is not conformant as %s, and the reason is told', async (target) => {
    const endpoint = (await listening(answer)) + (target === 'openai-compatible' ? '/v1' : '')
    const { code, stdout, stderr } = await runProgram(
      [
        'run',
        `--target=${target}`,
        `--endpoint=${endpoint}`,
        '--model=openai.gpt-oss-20b-1:0',
        '--level=must',
        '--case=chat.*',
        '--case=stream.*',
        '--case=errors.*',
        `--report-dir=${temporaryFolder()}`,
      ],
      { AWS_BEARER_TOKEN_BEDROCK: key, AWS_REGION: 'us-west-2' },
    )
    expect(code, stderr).toBe(1)
    expect(stdout).toContain('NOT CONFORMANT')
    expect(stdout + stderr).not.toMatch(/^\s+at .+:\d+/m)
    expect(stderr).not.toContain('fault of bedrock-conformance')
  })
})

it('the program gives up on a server that accepts and never answers, in one sentence', async () => {
  const endpoint = await listening(() => undefined)
  const { code, stdout, stderr } = await runProgram([
    'run',
    '--target=llamastack',
    `--endpoint=${endpoint}`,
    '--timeout=300',
    `--report-dir=${temporaryFolder()}`,
  ])
  expect(code).toBe(3)
  expect(stdout).toBe('')
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(stderr).toContain(endpoint.replace('http://', ''))
})

it('the program says in one sentence that no server is listening, and what to do', async () => {
  const endpoint = await listening(() => undefined)
  servers[0]?.close()
  const { code, stderr } = await runProgram(['run', '--target=llamastack'], {
    LLAMA_STACK_BASE_URL: endpoint,
  })
  expect(code).toBe(3)
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(stderr).toMatch(/LLAMA_STACK_BASE_URL|--endpoint/)
})
