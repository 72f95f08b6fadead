/** What a person sees first of a broken server: 24 lines of 100 columns that name the cause. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runProgram, temporaryFolder } from '../../cli/testing/program.ts'
import { runOn } from './testing/seen.ts'
import { startStub, type StubAnswer } from './testing/stub-server.ts'

const refusal = (message: string): unknown => ({ error: { message, type: 'x', param: null } })

const stubs: readonly (readonly [string, StubAnswer, readonly string[], number])[] = [
  [
    '400 to all',
    { status: 400, body: refusal('Closed for today.') },
    ['400', 'Closed for today', 'Every'],
    1,
  ],
  [
    '401 to all',
    { status: 401, body: refusal('Who are you?') },
    ['401', 'Who are you?', 'OPENAI_API_KEY'],
    3,
  ],
  [
    '500 to all',
    { status: 500, body: refusal('Out of order.') },
    ['500', 'Out of order', 'Every call'],
    1,
  ],
  [
    'HTML',
    { status: 404, type: 'text/html', body: '<html>Not here</html>' },
    ['Every call is answered 404', 'an HTML page, no answer of the API: Not here'],
    1,
  ],
  [
    'a sign-in page',
    { status: 200, type: 'text/html', body: '<!doctype html><title>Sign in</title>' },
    ['Every call is answered 200 with an HTML page, no answer of the API: Sign in', 'base URL'],
    1,
  ],
  [
    'a page of a proxy',
    { status: 502, type: 'text/html', body: '<html>\r\n<title>502 Bad Gateway</title>\r\n</html>' },
    ['Every call is answered 502', 'an HTML page, no answer of the API: 502 Bad Gateway'],
    1,
  ],
  [
    'a redirect to a page',
    { status: 307, type: 'text/html', body: '<html>Moved</html>' },
    ['307', 'an HTML page, no answer of the API: Moved', 'do not redirect'],
    1,
  ],
  [
    'an empty object',
    { status: 200, body: {} },
    ['Every call is answered 200 with JSON, no answer of the API: {}', 'base URL'],
    1,
  ],
  [
    'an object of another program',
    { status: 200, body: { hello: 'world' } },
    ['Every call is answered 200 with JSON, no answer of the API: {"hello":"world"}'],
    1,
  ],
  [
    'nothing',
    { status: 200, body: '' },
    ['Every call is answered 200 with an empty body, no answer of the API'],
    1,
  ],
  [
    'plain text',
    { status: 200, type: 'text/plain', body: 'OK' },
    ['Every call is answered 200 with plain text, no answer of the API: OK'],
    1,
  ],
  [
    'XML',
    { status: 200, type: 'application/xml', body: '<Error><Code>NoSuchKey</Code></Error>' },
    ['Every call is answered 200 with an XML document, no answer of the API: NoSuchKey'],
    1,
  ],
  [
    'an unknown model',
    { status: 400, body: { detail: 'Model m not found in provider bedrock' }, models: ['m'] },
    ['400', 'Model m not found in provider bedrock'],
    1,
  ],
]

describe('the first screen of a run on a server that answers', () => {
  it.each(stubs)('%s names the cause', async (_, answer, words, exitCode) => {
    const server = await startStub(answer)
    try {
      const flags = ['--target=openai-compatible', `--endpoint=${server.url}`]
      const { code, screen, report } = await runOn(flags, { OPENAI_API_KEY: 'sk-stub' })
      const failing = (report?.causes ?? []).filter(({ verdict }) => verdict === 'fail')
      expect(failing.length).toBeLessThanOrEqual(1)
      for (const word of words) expect(screen.replace(/\s+/g, ' ')).toContain(word)
      expect(code).toBe(exitCode)
      expect(server.requests()).toBeLessThanOrEqual(12)
    } finally {
      await server.close()
    }
  })
})

it('recordings of a server that answers with a page have the same cause as the run', async () => {
  const server = await startStub({
    status: 200,
    type: 'text/html',
    body: '<!doctype html><title>Sign in</title>',
  })
  const folder = temporaryFolder()
  try {
    const run = ['run', '--target=openai-compatible', `--endpoint=${server.url}`]
    await runProgram([...run, '--history=none', `--report-dir=${folder}`], {
      OPENAI_API_KEY: 'sk-stub',
    })
  } finally {
    await server.close()
  }
  const wire = join(folder, 'wire')
  const files = readdirSync(wire).map((name) => join(wire, name))
  const { stdout } = await runProgram(['judge', ...files, `--report-dir=${join(folder, 'judged')}`])
  const lines = stdout.replaceAll(/\s+/g, ' ')
  expect(lines).toContain(' 1 cause')
  expect(lines).toContain('answered 200 with an HTML page, no answer of the API: Sign in')
})

describe('the first screen of a run on the reference', () => {
  it.each([
    [
      'without usage in a stream',
      ['--mutant=usage-missing-in-stream', '--region=us-west-2'],
      ['usage'],
    ],
    [
      'with a stream that is never closed',
      ['--mutant=open-after-done', '--case=stream.*', '--region=us-west-2'],
      ['open', '[DONE]'],
    ],
    [
      'with a region that is down',
      ['--region=us-west-2,us-east-1', '--trouble=us-east-1=refused'],
      ['us-east-1'],
    ],
    ['with a key of another region', ['--mutant=key-of-other-region'], ['key', 'region']],
    [
      'with the wrong media type',
      ['--mutant=content-type-plain', '--api=openai-chat', '--region=us-west-2'],
      ['wrong media type: text/plain'],
    ],
  ])('%s names the cause', async (_, flags, words) => {
    const { screen } = await runOn(['--target=reference', ...flags])
    for (const word of words) expect(screen).toContain(word)
  })
})
