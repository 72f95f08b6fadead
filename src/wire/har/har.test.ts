import { seededRandom } from '../../model/run/random.ts'
import { describe, expect, it } from 'vitest'
import { type Exchange, transportFailureKinds } from '../../model/exchange.ts'
import { fromHar, toHar } from './har.ts'
import { createRedactor } from '../secrets/redact.ts'

const creator = { name: 'bedrock-conformance', version: '0.1.0' }
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const quiet = createRedactor([])

/** An exchange as the client records it. */
function exchange(members: Partial<Exchange> = {}, chunks = ['{"a":', '"größe"}']): Exchange {
  const decoded = chunks.map((text, index) => ({ at: 12.5 + index / 3, bytes: encode(text) }))
  return {
    startedAt: '2026-11-22T01:02:03.456Z',
    request: {
      method: 'POST',
      url: 'http://127.0.0.1:8321/v1/chat/completions?x=1&y=%20',
      headers: [
        ['host', '127.0.0.1:8321'],
        ['Content-Type', 'application/json'],
      ],
      body: encode('{"model":"m"}'),
    },
    response: {
      status: 200,
      statusText: 'OK',
      httpVersion: 'HTTP/1.1',
      headers: [
        ['Content-Type', 'application/json'],
        ['Set-Cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
      headersAt: 11.123456789,
      raw: decoded,
      decoded,
      endedAt: 13.000000001,
      complete: true,
    },
    earlier: [],
    leaks: [],
    ...members,
  }
}

/** Written and read again. */
function again(original: Exchange): Exchange {
  const { exchanges, problems } = fromHar(toHar([{ exchange: original }], creator, quiet))
  expect(problems).toEqual([])
  expect(exchanges).toHaveLength(1)
  return exchanges[0]!.exchange
}

describe('an exchange that is written and read again is the same', () => {
  const { response: _, ...noResponse } = exchange()
  const response = exchange().response!
  it.each<[string, Exchange]>([
    ['in JSON', exchange()],
    ['with an empty body', exchange({}, [])],
    ['with a status that does not exist', exchange({ response: { ...response, status: 700 } })],
    ['with bytes that are no UTF-8', withBody([Uint8Array.of(0xff, 0), Uint8Array.of(0xe2, 0x82)])],
    [
      'with a code point cut between chunks',
      withBody([encode('a😀').slice(0, 3), encode('😀').slice(2)]),
    ],
    ['with a byte order mark', exchange({}, ['\uFEFF{}'])],
    [
      'with a content coding',
      exchange({
        response: {
          ...response,
          raw: [{ at: 1.5, bytes: Uint8Array.of(31, 139, 8) }],
          complete: false,
        },
      }),
    ],
    [
      'with a failure, earlier attempts and a leak',
      exchange({
        failure: { kind: 'reset', message: 'It broke.', remedy: 'Mend it.', after: 20.25 },
        earlier: [
          { status: 503, waited: 250 },
          { status: 429, waited: 2000, retryAfter: '2' },
          { failure: { kind: 'dns', message: 'No.', remedy: 'Yes.', after: 1 }, waited: 500.5 },
        ],
        leaks: [
          { where: 'header', name: 'x' },
          { where: 'trailer', name: 'y' },
          { where: 'body', byte: 7 },
        ],
      }),
    ],
    [
      'with fields after its last chunk',
      exchange({ response: { ...response, trailers: [['X-Sum', '1']] } }),
    ],
    ['that was hung up', exchange({ hungUp: true })],
    [
      'without a response',
      {
        ...noResponse,
        failure: { kind: 'refused', message: 'Refused.', remedy: 'Start it.', after: 3.5 },
      },
    ],
    [
      'with a response that was lost with its head',
      {
        ...noResponse,
        failure: { kind: 'reset', message: 'Lost.', remedy: 'Mend it.', after: 3.5, begun: true },
      },
    ],
    [
      'with a binary request',
      exchange({ request: { ...exchange().request, body: Uint8Array.of(0, 255, 10) } }),
    ],
    ['with an empty request', exchange({ request: { ...exchange().request, body: encode('') } })],
  ])('%s', (_name, original) => {
    expect(again(original)).toEqual(original)
  })

  it('raw and decoded being one array where nothing was encoded', () => {
    const { response: same } = again(exchange())
    expect(same?.raw).toBe(same?.decoded)
  })

  it('with each kind of failure', () => {
    for (const kind of transportFailureKinds) {
      const failure = { kind, message: 'm', remedy: 'r', after: 1 }
      expect(again(exchange({ failure })).failure).toEqual(failure)
    }
  })

  it('with any chunks of any bytes', () => {
    const random = seededRandom(5)
    for (let round = 0; round < 50; round += 1) {
      const parts = Array.from({ length: Math.floor(random() * 6) }, () =>
        Uint8Array.from({ length: 1 + Math.floor(random() * 9) }, () => random() * 256),
      )
      const original = withBody(parts)
      expect(again(original)).toEqual(original)
    }
  })
})

describe('a written file', () => {
  const text = toHar(
    [{ exchange: exchange(), comment: 'why', extra: { case: 'a.b', _api: 'converse' } }],
    creator,
    quiet,
  )
  const har = JSON.parse(text)

  it('has what HAR 1.2 demands of an entry', () => {
    expect(har.log).toMatchObject({ version: '1.2', creator })
    expect(har.log.entries[0]).toMatchObject({
      startedDateTime: '2026-11-22T01:02:03.456Z',
      time: 13.000000001,
      request: {
        method: 'POST',
        httpVersion: 'HTTP/1.1',
        cookies: [],
        queryString: [
          { name: 'x', value: '1' },
          { name: 'y', value: ' ' },
        ],
        headersSize: -1,
        bodySize: 13,
        postData: { mimeType: 'application/json', text: '{"model":"m"}' },
      },
      response: {
        content: { size: 15, mimeType: 'application/json', text: '{"a":"größe"}' },
        redirectURL: '',
      },
      cache: {},
      timings: { send: 0 },
      comment: 'why',
    })
  })

  it('marks everything of its own with an underscore', () => {
    expect(har.log.entries[0]).toMatchObject({ _case: 'a.b', _api: 'converse' })
    expect(fromHar(text).exchanges[0]?.entry).toEqual({ _case: 'a.b', _api: 'converse' })
  })
})

it('hides secrets in what is written beside an exchange', () => {
  const secret = 'super-secret-key-0123'
  const redactor = createRedactor([secret])
  const entry = { exchange: exchange(), comment: secret, extra: { a: { b: [secret] } } }
  expect(toHar([entry], creator, redactor)).not.toContain(secret)
})

describe('files of other recorders', () => {
  const request = { method: 'GET', url: 'https://h/', headers: [] }

  it('of Chrome lose their pseudo headers and keep the order of the others', () => {
    const { exchanges, problems } = readOne({
      startedDateTime: '2026-01-01T00:00:00.000Z',
      time: 30,
      request: {
        ...request,
        headers: [
          { name: ':method', value: 'GET' },
          { name: 'accept', value: '*/*' },
        ],
      },
      response: {
        status: 200,
        statusText: '',
        httpVersion: 'h2',
        headers: [
          { name: ':status', value: '200' },
          { name: 'content-encoding', value: 'br' },
        ],
        content: { size: 2, mimeType: 'text/plain', text: 'ok' },
      },
      timings: { blocked: 5, dns: -1, connect: -1, send: 1, wait: 20, receive: 4, ssl: -1 },
    })
    expect(problems).toEqual([])
    expect(exchanges[0]?.exchange).toMatchObject({
      request: { headers: [['accept', '*/*']] },
      response: {
        httpVersion: 'HTTP/2',
        headers: [['content-encoding', 'br']],
        headersAt: 21,
        endedAt: 25,
        complete: true,
        decoded: [{ at: 25, bytes: encode('ok') }],
      },
    })
  })

  it('of mitmproxy may hold base64', () => {
    const content = { size: 3, mimeType: 'x/y', text: 'AP8B', encoding: 'base64' }
    const { exchanges } = readOne({ request, response: { status: 200, content } })
    expect(exchanges[0]?.exchange.response?.decoded[0]?.bytes).toEqual(Uint8Array.of(0, 255, 1))
  })

  it('may lack a body that was there: it counts as cut, and a problem says so', () => {
    const { exchanges, problems } = readOne({
      request,
      response: { status: 200, content: { size: 9 } },
    })
    expect(exchanges[0]?.exchange.response).toMatchObject({ complete: false, decoded: [] })
    expect(problems).toEqual(['Entry 1: its body was not saved, so it counts as cut.'])
  })

  it('may have a form in place of text', () => {
    const postData = { mimeType: 'x', params: [{ name: 'a', value: 'b c' }, { name: 'd' }] }
    const { exchanges } = readOne({ request: { ...request, postData }, response: { status: 204 } })
    expect(Buffer.from(exchanges[0]!.exchange.request.body).toString()).toBe('a=b+c&d=')
  })

  it.each([
    ['net::ERR_CONNECTION_REFUSED', 'refused'],
    ['net::ERR_NAME_NOT_RESOLVED', 'dns'],
    ['net::ERR_CERT_DATE_INVALID', 'tls'],
    ['net::ERR_TUNNEL_CONNECTION_FAILED', 'proxy'],
    ['net::ERR_ABORTED', 'aborted'],
    ['net::ERR_CONNECTION_ABORTED', 'reset'],
    ['net::ERR_EMPTY_RESPONSE', 'reset'],
  ])('say %s, which is the failure %s', (_error, kind) => {
    const { exchanges, problems } = readOne({ request, response: { status: 0, _error } })
    expect(exchanges[0]?.exchange).toMatchObject({ failure: { kind } })
    expect(exchanges[0]?.exchange.response).toBeUndefined()
    expect(problems).toEqual([])
  })

  it('may start with a byte order mark and lack nearly everything', () => {
    const text = `\uFEFF${JSON.stringify({ log: { entries: [{ request, response: { status: 200 } }] } })}`
    expect(fromHar(text).exchanges[0]?.exchange).toMatchObject({
      startedAt: '1970-01-01T00:00:00.000Z',
      response: { status: 200, statusText: '', headers: [] },
    })
  })
})

describe('a malformed file gives problems of one line, never an exception', () => {
  it.each([
    ['no JSON', 'hello\nworld', 'not JSON'],
    ['an entry that is no JSON', '{"log":{"entries":[{},{"a":}]}}', 'not JSON'],
    ['an entry of an unused list', '{"log":{"entries":[{"a":}]},"log":{"entries":[]}}', 'not JSON'],
    ['another JSON', '[]', 'log.entries is missing'],
    ['entries of another type', '{"log":{"entries":{}}}', 'log.entries is missing'],
    ['an entry without a request', '{"log":{"entries":[{}]}}', 'Entry 1: request.method'],
    ['entries that are no objects', '{"log":{"entries":[1,null,"x"]}}', 'Entry 3: request.method'],
    [
      'an entry without an outcome',
      '{"log":{"entries":[{"request":{"method":"GET","url":"x"}}]}}',
      'Entry 1: it has neither',
    ],
    [
      'chunks that do not fit',
      '{"log":{"entries":[{"request":{"method":"GET","url":"x"},"response":{"status":200,"content":{"text":"abc"},"_chunks":[[1,2],[2,9]]}}]}}',
      'Entry 1: _chunks does not fit',
    ],
  ])('%s', (_, text, expected) => {
    const { problems } = fromHar(text)
    expect(problems.join(' ')).toContain(expected)
    for (const problem of problems) expect(problem).not.toContain('\n')
  })

  it('however it is damaged', () => {
    const random = seededRandom(6)
    const text = toHar([{ exchange: exchange({ earlier: [{ waited: 1 }] }) }], creator, quiet)
    for (let round = 0; round < 500; round += 1) {
      const at = Math.floor(random() * text.length)
      const length = Math.floor(random() * 20)
      fromHar(text.slice(0, at) + text.slice(at + length)) // would throw
      fromHar(text.slice(0, at) + '{"[,1}]:'[round % 8] + text.slice(at + 1))
    }
  })
})

function withBody(parts: readonly Uint8Array[]): Exchange {
  const decoded = parts.map((bytes, at) => ({ at, bytes }))
  return exchange({ response: { ...exchange().response!, raw: decoded, decoded } })
}

/** Reads a file with one entry. */
function readOne(entry: object): ReturnType<typeof fromHar> {
  return fromHar(JSON.stringify({ log: { entries: [entry] } }))
}

it('a time that is no number, or lies before the request, is not known', () => {
  const text = JSON.stringify({
    log: {
      entries: [
        {
          timings: { send: 1, wait: 'HUGE', receive: 2 },
          request: { method: 'GET', url: 'http://a.test/' },
          response: { status: 200, _endedAt: -5 },
        },
      ],
    },
  }).replace('"HUGE"', '1e999')
  const { response } = fromHar(text).exchanges[0]!.exchange
  expect(response).toMatchObject({ headersAt: 1, endedAt: 0 })
})
