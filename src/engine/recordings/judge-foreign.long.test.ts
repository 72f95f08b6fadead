/** HAR files as browsers, proxies and careless exporters write them. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { CellResult, CheckResult, Report } from '../../model/report.ts'
import { packageRoot } from '../../model/package.ts'
import { filesBelow, runProgram, temporaryFolder, type Ran } from '../../cli/testing/program.ts'

const key = 'sk-livekey0123456789abcdefghij'
const runtime = 'https://bedrock-runtime.us-west-2.amazonaws.com/openai/v1'

const completion = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1763800000,
  model: 'openai.gpt-oss-20b-1:0',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: 'Größe: 👋', refusal: null },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage: { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14 },
})

interface Options {
  readonly url?: string
  readonly method?: string
  readonly status?: number
  readonly request?: object
  readonly response?: object
  readonly content?: object
  readonly extra?: object
}

/** An entry as most recorders write it. */
function entry(options: Options = {}): object {
  const { url = `${runtime}/chat/completions`, method = 'POST', status = 200 } = options
  return {
    startedDateTime: '2026-11-22T10:00:00.000Z',
    time: 812,
    request: {
      method,
      url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [
        { name: 'content-type', value: 'application/json' },
        { name: 'Authorization', value: `Bearer ${key}` },
      ],
      queryString: [],
      headersSize: -1,
      bodySize: -1,
      postData: {
        mimeType: 'application/json',
        text: '{"model":"openai.gpt-oss-20b-1:0","messages":[{"role":"user","content":"Hi"}]}',
      },
      ...options.request,
    },
    response: {
      status,
      statusText: 'OK',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [
        { name: 'Content-Type', value: 'application/json' },
        { name: 'Date', value: 'Sat, 22 Nov 2025 08:26:45 GMT' },
        { name: 'x-amzn-RequestId', value: '11111111-2222-3333-4444-555555555555' },
      ],
      content: {
        size: Buffer.byteLength(completion),
        mimeType: 'application/json',
        text: completion,
        ...options.content,
      },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
      ...options.response,
    },
    cache: {},
    timings: { send: 1, wait: 800, receive: 11 },
    ...options.extra,
  }
}

function har(entries: readonly unknown[], creator = 'WebInspector'): string {
  return JSON.stringify({
    log: { version: '1.2', creator: { name: creator, version: '1' }, entries },
  })
}

async function judge(text: string, ...flags: readonly string[]): Promise<Ran> {
  const file = join(temporaryFolder(), 'capture.har')
  writeFileSync(file, text)
  return runProgram(['judge', file, ...flags])
}

async function reportOn(text: string, ...flags: readonly string[]): Promise<Report> {
  const { stdout, stderr } = await judge(text, '--json', ...flags)
  expect(stdout, stderr).not.toBe('')
  return JSON.parse(stdout) as Report
}

function of(cell: CellResult | undefined, id: string): CheckResult | undefined {
  return cell?.checks.find((check) => check.id === id)
}

describe('captures of other programs', () => {
  it('are judged as far as they reach, and named by file and line', async () => {
    const report = await reportOn(har([entry()]))
    const [cell] = report.cells
    expect(cell).toMatchObject({
      case: 'har.capture-1',
      api: 'openai-chat',
      region: 'us-west-2',
      model: 'openai.gpt-oss-20b-1:0',
      requests: 0,
    })
    expect(report.summary).toMatchObject({ fail: 0, warn: 0, error: 0, requests: 0 })
    expect(report.exitCode).toBe(0)
    expect(of(cell, 'complete-body')).toMatchObject({ reason: 'not-captured' })
    expect(of(cell, 'no-token-leak')?.verdict).toBe('pass')
  })

  it('may count characters, and drop Content-Encoding from a body that they decode', async () => {
    const packed = gzipSync(completion).length
    const headers = [
      { name: 'Content-Type', value: 'application/json' },
      { name: 'Content-Length', value: String(packed) },
    ]
    const units = completion.length
    const points = [...completion].length
    const entries = [
      entry({ content: { size: units } }),
      entry({ content: { size: points } }),
      entry({ content: { size: points - 1 } }),
    ]
    const whole = {
      size: Buffer.byteLength(completion),
      mimeType: 'application/json',
      text: completion,
    }
    const stripped = entry({ response: { headers, bodySize: packed, content: whole } })
    const edited = entry({
      response: { headers, bodySize: packed, content: { ...whole, size: packed } },
    })
    const { cells } = await reportOn(har([...entries, stripped, edited], 'exporter'))
    const verdicts = cells.map((cell) => of(cell, 'whole-recording')?.verdict)
    expect(verdicts).toEqual(['pass', 'pass', 'fail', 'pass', 'fail'])
  })

  it('say by content.size that something was dropped, and by Content-Length', async () => {
    const short = completion.replace('Größe', 'Größ')
    const headers = [
      { name: 'Content-Type', value: 'application/json' },
      { name: 'Content-Length', value: String(Buffer.byteLength(completion)) },
    ]
    const { cells } = await reportOn(
      har([
        entry({ content: { text: short } }),
        entry({ content: { text: short, size: -1 }, response: { headers, content: undefined } }),
        entry({
          response: { headers, content: { text: short, size: 0, mimeType: 'application/json' } },
        }),
      ]),
    )
    expect(of(cells[0], 'whole-recording')?.finding?.code).toBe('har.size')
    expect(of(cells[2], 'whole-recording')?.finding?.expected).toContain('Content-Length')
    expect(of(cells[1], 'whole-recording')).toMatchObject({ reason: 'not-captured' })
  })

  it('show a bit that was flipped in the name of a member, and leave unknown names alone', async () => {
    const flipped = { text: completion.replace('"logprobs"', '"lofprobs"') }
    const unknown = { text: completion.replace('"logprobs"', '"logitems"') }
    const { cells } = await reportOn(
      har([entry({ content: flipped }), entry({ content: unknown })]),
    )
    const codes = cells.map((cell) => of(cell, 'whole-recording')?.finding?.code)
    expect(codes).toEqual(['har.flipped-name', undefined])
  })

  it('of mitmproxy count the encoded bytes as the size', async () => {
    const packed = gzipSync(completion).length
    const compression = Buffer.byteLength(completion) - packed
    const headers = [
      { name: 'content-type', value: 'application/json' },
      { name: 'content-encoding', value: 'gzip' },
      { name: 'content-length', value: String(packed) },
    ]
    const response = { headers, bodySize: packed }
    const content = { size: packed, compression }
    const cut = { ...content, text: completion.replace('Größe', '') }
    const { cells } = await reportOn(
      har([entry({ response, content }), entry({ response, content: cut })], 'mitmproxy'),
    )
    const verdicts = cells.map((cell) => of(cell, 'whole-recording')?.verdict)
    expect(verdicts).toEqual(['pass', 'fail'])
  })

  it('without the body of the response leave open all that is in it', async () => {
    const response = { content: { size: 500, mimeType: 'application/json' } }
    const report = await reportOn(har([entry({ response })]))
    const [cell] = report.cells
    expect(of(cell, 'status')?.verdict).toBe('pass')
    expect(of(cell, 'response-schema')).toMatchObject({ reason: 'not-captured' })
    expect(of(cell, 'complete-body')).toMatchObject({ reason: 'not-captured' })
    expect(report.summary.fail).toBe(0)
    expect(report.exitCode).toBe(5)
  })

  it('without any header of the response leave open what headers say', async () => {
    const report = await reportOn(har([entry({ response: { headers: [] } })]))
    const [cell] = report.cells
    for (const id of ['content-type', 'request-id']) {
      expect(of(cell, id), id).toMatchObject({ verdict: 'inconclusive', reason: 'not-captured' })
    }
    expect(report.exitCode).toBe(0)
  })

  it('of a browser hold preflights, pages and failed requests besides', async () => {
    const report = await reportOn(
      har([
        entry({ method: 'OPTIONS', status: 204 }),
        entry({ url: 'https://example.com/index.html', method: 'GET', content: { text: '<p>' } }),
        entry(),
        entry({
          status: 0,
          response: { status: 0, content: { size: 0 }, _error: 'net::ERR_ABORTED' },
        }),
      ]),
    )
    expect(report.cells.map((cell) => cell.case)).toEqual(['har.capture-3', 'har.capture-4'])
    expect(report.problems.join()).toContain('2 of 4 entries')
    expect(report.cells[1]?.verdict).toBe('inconclusive')
  })

  it('are found to give a credential away, and never show it', async () => {
    const text = completion.replace('Größe', `Your key is ${key}`)
    const folder = temporaryFolder()
    const ran = await judge(
      har([entry({ content: { text, size: Buffer.byteLength(text) } })]),
      '--verbose',
      `--report-dir=${folder}`,
    )
    expect(ran.code).toBe(1)
    expect(ran.stdout).toContain('no-token-leak')
    const written = [...filesBelow(folder)].map(([path, content]) => path + content)
    expect(written.length).toBeGreaterThanOrEqual(3)
    expect([ran.stdout, ran.stderr, ...written].join('\n')).not.toContain(key)
  })

  it('tell a Llama Stack by its list of models, for all of its host', async () => {
    const host = 'http://localhost:8321/v1'
    const models = JSON.stringify({
      object: 'list',
      data: [
        {
          id: 'bedrock/m',
          object: 'model',
          created: 1763800000,
          owned_by: 'llama_stack',
          custom_metadata: { provider_id: 'bedrock' },
        },
      ],
    })
    const text = JSON.stringify({ detail: 'nope' })
    const content = { text, size: text.length }
    const list = { text: models, size: models.length }
    const refusal = entry({ url: `${host}/chat/completions`, status: 400, content })
    const both = har([entry({ url: `${host}/models`, method: 'GET', content: list }), refusal])
    // A Llama Stack may not answer so, and neither may an OpenAI server; the rule names the endpoint.
    const expected = async (...given: Parameters<typeof reportOn>): Promise<string | undefined> =>
      of((await reportOn(...given)).cells.at(-1), 'refused')?.finding?.expected
    expect(await expected(both)).toBe(await expected(har([refusal]), '--front=llamastack'))
  })
})

describe('a body that no check reads', () => {
  const body = '{"spoken":"Hi","shape":"of its own"}'
  const content = { text: body, size: body.length }
  const host = 'https://bedrock-runtime.us-west-2.amazonaws.com'
  const unknown = (path: string, extra: object = {}): object =>
    entry({ url: `${host}/model/${path}`, content, ...extra })

  it.each([
    ['of a model family', unknown('vendor.new-model-v1/invoke')],
    ['of an API', unknown('vendor.new-model-v1/some-operation')],
    ['of an API that refuses', unknown('vendor.new-model-v1/some-operation', { status: 400 })],
  ])('%s makes its recording undecided, with exit 5', async (_, one) => {
    const { cells, exitCode } = await reportOn(har([one]))
    expect(of(cells[0], 'judged-body')).toMatchObject({ reason: 'not-judged' })
    expect(exitCode).toBe(5)
  })

  it('counts with its whole cell beside bodies that are judged', async () => {
    const judged = Array.from({ length: 20 }, () => entry())
    const one = unknown('vendor.new-model-v1/invoke')
    expect((await reportOn(har([...judged, one]))).exitCode).toBe(0)
    expect((await reportOn(har([...judged, one, one, one]))).exitCode).toBe(5)
  })

  it('is still held to HTTP', async () => {
    const broken = unknown('vendor.new-model-v1/some-operation', { status: 500 })
    const { cells, exitCode } = await reportOn(har([broken]))
    expect(of(cells[0], 'no-server-error')?.verdict).toBe('fail')
    expect(exitCode).toBe(1)
  })

  it('is one of a gateway where other exchanges show that the host is one', async () => {
    const gateway = 'http://localhost:4000'
    const files = entry({ url: `${gateway}/v1/files`, method: 'GET', content })
    const page = entry({
      url: `${gateway}/ui/v1/app.js`,
      method: 'GET',
      content,
      response: { headers: [{ name: 'content-type', value: 'text/javascript' }] },
    })
    const chat = entry({ url: `${gateway}/v1/chat/completions` })
    const { cells } = await reportOn(har([files, page, chat]))
    expect(cells.map(({ api }) => api)).toEqual(['unknown-api', 'openai-chat'])
    expect((await reportOn(har([files]))).cells).toEqual([])
  })

  it('is none where a check reads it', async () => {
    const { cells } = await reportOn(har([entry()]))
    expect(of(cells[0], 'judged-body')).toBeUndefined()
  })
})

describe('the recording to try judge on', () => {
  it('has a wrong sum and a dropped frame, as docs/recordings.md shows', async () => {
    const file = join(packageRoot, 'fixtures', 'recordings', 'example.har')
    const { code, stdout } = await runProgram(['judge', file, '--json'])
    const { cells } = JSON.parse(stdout) as Report
    const failed = cells.map((cell) => cell.checks.filter(({ verdict }) => verdict === 'fail'))
    expect(failed.map((checks) => checks.map(({ id }) => id))).toEqual([
      ['usage'],
      ['usage', 'whole-recording'],
    ])
    expect(code).toBe(1)
  })
})

describe('judge on the command line', () => {
  it.each([
    ['a file that is not there', ['nowhere.har'], /no file nowhere\.har/],
    ['an unknown profile', ['CAPTURE', '--profile=openai@2026-80'], /openai@2026-08/],
    ['an unknown front', ['CAPTURE', '--front=llamastak'], /llamastack/],
    ['a pattern that matches nothing', ['CAPTURE', '--case=har.capture-9'], /har\.capture-1/],
    [
      'a check that does not exist',
      ['CAPTURE', '--case=har.capture-1/statsu'],
      /no check .*"status"/,
    ],
    [
      'a check to leave out that does not exist',
      ['CAPTURE', '--case=!har.*/statsu'],
      /no check .*"status"/,
    ],
    ['a baseline that is not there', ['CAPTURE', '--baseline=x.yaml'], /x\.yaml/],
    ['no file', [], /files/],
  ])('%s is exit 2 with one line', async (_, argv, expected) => {
    const file = join(temporaryFolder(), 'capture.har')
    writeFileSync(file, har([entry()]))
    const given = argv.map((word) => (word === 'CAPTURE' ? file : word))
    const { code, stdout, stderr } = await runProgram(['judge', ...given])
    expect(stderr).toMatch(expected)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it.each([
    ['no JSON', 'GET / HTTP/1.1'],
    ['JSON that is no HAR', '{"cells":[]}'],
    ['nothing', ''],
    ['an array', '[1,2]'],
  ])('a file that holds %s is exit 2 with one line', async (_, text) => {
    const { code, stdout, stderr } = await judge(text)
    expect(stderr).toMatch(/capture\.har: This is no HAR file: .+\n$/)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('a folder is exit 2 with one line', async () => {
    const folder = join(temporaryFolder(), 'har')
    mkdirSync(folder)
    const { code, stderr } = await runProgram(['judge', folder])
    expect(stderr).toMatch(/is a folder/)
    expect(code).toBe(2)
  })

  it('a report folder that would swallow the file is exit 2, and the file stays', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'wire', 'capture.har')
    mkdirSync(join(folder, 'wire'))
    writeFileSync(file, har([entry()]))
    const { code, stderr } = await runProgram(['judge', file, `--report-dir=${folder}`])
    expect(stderr).toMatch(/--report-dir/)
    expect([code, filesBelow(folder).size]).toEqual([2, 1])
  })

  it('nothing that can be judged is exit 5, and said so', async () => {
    const page = entry({ url: 'https://example.com/', method: 'GET', content: { text: '<p>' } })
    for (const entries of [[], [page]]) {
      const { code, stdout } = await judge(har(entries))
      expect(stdout).toContain('NOTHING JUDGED')
      expect(code).toBe(5)
    }
  })

  it('an entry that cannot be read keeps the rest from being called conformant', async () => {
    const { request: _, ...broken } = entry() as { request: object }
    const { code, stdout } = await judge(har([entry(), broken]))
    expect(stdout).toContain('Entry 2')
    expect(code).toBe(5)
  })

  it('a failure names its entry by file and line, and the command that judges it again', async () => {
    const text = completion.replace('"total_tokens":14', '"total_tokens":19')
    const { code, stdout } = await judge(
      `{"log":{"entries":[\n${JSON.stringify(entry())},\n
      ${JSON.stringify(entry({ content: { text } }))}]}}`,
      '--verbose',
    )
    expect(code).toBe(1)
    expect(stdout).toMatch(/✗ har\.capture-2\/usage {3}MUST/)
    expect(stdout).toMatch(/repeat {4}npm run cli -- judge .+capture\.har'? --case=har\.capture-2/)
    expect(stdout).toMatch(/case {6}.+capture\.har:4/)
  })

  it('one exchange, one check or one level can be judged alone', async () => {
    const text = har([entry(), entry()])
    const one = await reportOn(text, '--case=har.capture-2/status')
    expect(one.cells.map((cell) => cell.checks.map(({ id }) => id))).toEqual([['status']])
    const musts = await reportOn(text, '--level=must')
    const levels = musts.cells.flatMap(({ checks }) => checks.map(({ level }) => level))
    expect(new Set(levels)).toEqual(new Set(['must']))
  })
})
