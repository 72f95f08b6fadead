/** What a person sees first of a broken server: 24 lines of 100 columns that name the cause. */
import { describe, expect, it } from 'vitest'
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
    ['404', '<html>Not here'],
    1,
  ],
  [
    'an empty object',
    { status: 200, body: {} },
    ['no reply of the API', '{}', 'Send the required members'],
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
      const { code, screen } = await runOn(flags, { OPENAI_API_KEY: 'sk-stub' })
      for (const word of words) expect(screen.replace(/\s+/g, ' ')).toContain(word)
      expect(code).toBe(exitCode)
      expect(server.requests()).toBeLessThanOrEqual(12)
    } finally {
      await server.close()
    }
  })
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
  ])('%s names the cause', async (_, flags, words) => {
    const { screen } = await runOn(['--target=reference', ...flags])
    for (const word of words) expect(screen).toContain(word)
  })
})
