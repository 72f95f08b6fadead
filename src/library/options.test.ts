import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { afterEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../cli/testing/program.ts'
import { createReference, judge, readEventStream, readSse, run } from './index.ts'

/** What a program in JavaScript may give, too. */
async function refusal(call: () => unknown): Promise<unknown> {
  try {
    await call()
  } catch (error) {
    return error
  }
  return undefined
}

describe('what a caller gives', () => {
  const cases = ['chat.simple']
  it.each([
    [{ cases, concurrency: 0 }, 'run.concurrency: expected at least 1, found the number 0.'],
    [{ cases, samples: 1.5 }, 'run.samples: expected a whole number, found the number 1.5.'],
    [{ cases, timeout: Number.NaN }, 'run.timeout: expected a number, found the number NaN.'],
    [{ cases, timeout: 0 }, 'run.timeout: expected at least 1, found the number 0.'],
    [{ cases, maxTime: '10m' }, 'run.maxTime: expected a number, found "10m".'],
    [{ cases: 'chat.simple' }, 'run.cases: expected a list, found "chat.simple".'],
    [{ cases: [] }, 'run.cases: must not be empty.'],
    [{ case: cases }, 'run: there is no option "case"; did you mean "cases"?'],
    [{ cases, level: 'MUST' }, 'run.level: expected "must", "should" or "may", found "MUST".'],
    [
      { cases, capabilities: { toolz: true } },
      'run.capabilities: there is no "toolz"; did you mean "tools"?',
    ],
    [{ cases, paths: { chat: '/v1' } }, /^run\.paths: there is no "chat"; known: openai-chat, /],
    [{ cases, signal: {} }, 'run.signal: expected an AbortSignal.'],
    [null, 'run: expected a map, found nothing.'],
  ])('run refuses %j', async (options, message) => {
    expect(await refusal(() => Reflect.apply(run, undefined, [options]))).toMatchObject({
      name: 'Problem',
      exitCode: 2,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    })
  })

  it.each([
    ['x.har', {}, 'files: expected a list, found "x.har".'],
    [[], { endpoint: 'nope' }, /^judge\.endpoint: expected .*, found "nope"\.$/],
    [[], { apis: ['converse'] }, /^judge: there is no option "apis"; known: /],
  ])('judge refuses %j with %j', async (files, options, message) => {
    const error = await refusal(() => Reflect.apply(judge, undefined, [files, options]))
    expect(error).toMatchObject({ name: 'Problem', exitCode: 2 })
    expect(String(Reflect.get(Object(error), 'message'))).toMatch(message)
  })

  it('createReference names the port that it cannot have', async () => {
    const first = await createReference()
    const port = Number(new URL(first.llamaStack).port)
    const second = await refusal(async () => createReference({ port }))
    await first.close()
    expect(second).toMatchObject({
      message: `createReference.port: another program listens on ${port}. Name another port, or none for a free one.`,
    })
    expect(await refusal(async () => createReference({ latency: Number.NaN }))).toMatchObject({
      message: 'createReference.latency: expected a number, found the number NaN.',
    })
  })
})

it('bytes of another realm are a body, as under a test runner with globals of its own', () => {
  const bytes = runInNewContext('new Uint8Array([0x64, 0x61, 0x74, 0x61, 0x3a, 0x78, 10, 10])')
  expect(readSse(bytes).events.map(({ data }) => data)).toEqual(['x'])
  expect(readEventStream(bytes).violations).toHaveLength(1)
})

it("cases of one's own that have changed are read again", async () => {
  const suites = [temporaryFolder()]
  const save = (status: number): void =>
    writeFileSync(
      join(suites[0] ?? '', 'a.yaml'),
      `suite: own
about: What changes.
cases:
  - id: one
    title: One
    apis: [openai-models]
    send: { method: GET, path: /models }
    checks: [{ id: came, rule: http.client-error, status: ${status} }]
`,
    )
  const options = { suites, suitesOnly: true, cases: ['my-own.one/came'] }
  save(200)
  expect((await run(options)).exitCode).toBe(0)
  save(299)
  expect((await run(options)).exitCode).toBe(1)
}, 60_000)

describe('a server that is asked for its models and does not answer', () => {
  let server: Server | undefined
  afterEach(() => {
    server?.closeAllConnections()
    server?.close()
  })

  it.each([
    ['the signal', { signal: AbortSignal.timeout(300) }, 130],
    ['the time of the run', { maxTime: 300 }, 5],
  ])(
    '%s ends the wait',
    async (_, limits, exitCode) => {
      const silent = createServer(() => undefined)
      server = silent
      await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve))
      const address = silent.address()
      const port = typeof address === 'object' ? address?.port : undefined
      const endpoint = `http://127.0.0.1:${port}/v1`
      const target = 'openai-compatible'
      const ended = refusal(async () => run({ target, endpoint, timeout: 60_000, ...limits }))
      expect(await ended).toMatchObject({ name: 'Problem', exitCode })
    },
    20_000,
  )
})
