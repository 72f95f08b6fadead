import { createServer as createHttpServer } from 'node:http'
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { Exchange, HttpRequest } from '../../model/exchange.ts'
import { joinBytes } from '../bytes.ts'
import { type Client, type ClientOptions, createClient } from './client.ts'
import { createRedactor } from '../secrets/redact.ts'
import { closedPort, listen, type RawServer, startRawServer } from '../testing/raw-server.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const ended: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const end of ended.splice(0).toReversed()) await end()
})

function client(options: ClientOptions = {}): Client {
  const made = createClient({ env: {}, ...options })
  ended.push(() => made.close())
  return made
}

async function server(...args: Parameters<typeof startRawServer>): Promise<RawServer> {
  const started = await startRawServer(...args)
  ended.push(() => started.close())
  return started
}

const get = (url: string): HttpRequest => ({ method: 'GET', url, headers: [] })

/** Sends one GET to a server that answers with `bytes` and then closes, or not. */
async function answerOf(bytes: string | Uint8Array, close: 'close' | 'keep' = 'close') {
  const { origin } = await server((socket) => {
    if (close === 'close') socket.end(bytes)
    else socket.write(bytes)
  })
  return client().send(get(origin))
}

function body(exchange: Exchange): string {
  const chunks = exchange.response?.decoded ?? []
  return Buffer.from(joinBytes(chunks.map(({ bytes }) => bytes))).toString()
}

describe('a response', () => {
  it('is recorded with its headers as they came, in order', async () => {
    const exchange = await answerOf(
      'HTTP/1.1 201 Very Created\r\nX-One: a\r\nx-TWO: 1\r\nX-Two: 2\r\nX-One:  b \r\ncontent-length: 2\r\n\r\nok',
    )
    expect(exchange.failure).toBeUndefined()
    expect(exchange.response).toMatchObject({
      status: 201,
      statusText: 'Very Created',
      httpVersion: 'HTTP/1.1',
      headers: [
        ['X-One', 'a'],
        ['x-TWO', '1'],
        ['X-Two', '2'],
        ['X-One', 'b'],
        ['content-length', '2'],
      ],
      complete: true,
    })
    expect(body(exchange)).toBe('ok')
  })

  it('is recorded with the fields after its last chunk', async () => {
    const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n'
    const { response } = await answerOf(`${head}X-Sum: 1\r\nx-sum:  2 \r\n\r\n`)
    expect(response).toMatchObject({ complete: true, headers: [['Transfer-Encoding', 'chunked']] })
    expect(response?.trailers).toEqual([
      ['X-Sum', '1'],
      ['x-sum', '2'],
    ])
    expect(await answerOf(`${head}\r\n`)).not.toHaveProperty('response.trailers')
  })

  it('keeps its chunks apart, each with its arrival', async () => {
    let socket: Socket | undefined
    const { origin } = await server((opened) => {
      socket = opened
      opened.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\none\r\n')
    })
    const exchange = await client().send(get(origin), {
      hangUpWhen({ bytes }) {
        if (bytes.length === 3) setTimeout(() => socket?.write('3\r\ntwo\r\n0\r\n\r\n'), 30)
        return false
      },
    })
    const { headersAt, decoded, raw, endedAt, complete } = exchange.response!
    expect(complete).toBe(true)
    expect(decoded.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['one', 'two'])
    expect(decoded).toBe(raw)
    expect(headersAt).toBeGreaterThan(0)
    expect(decoded[0]!.at).toBeGreaterThanOrEqual(headersAt)
    expect(decoded[1]!.at - decoded[0]!.at).toBeGreaterThan(20)
    expect(endedAt).toBeGreaterThanOrEqual(decoded[1]!.at)
  })

  it('may be of HTTP/1.0 and end with the connection', async () => {
    const exchange = await answerOf('HTTP/1.0 200 OK\r\n\r\nall of it')
    expect(exchange.response).toMatchObject({ httpVersion: 'HTTP/1.0', complete: true })
    expect(body(exchange)).toBe('all of it')
  })

  it('that redirects is reported and not followed', async () => {
    const started = await server((socket) =>
      socket.end('HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n'),
    )
    const { response } = await client().send(get(started.origin))
    expect(response).toMatchObject({
      status: 302,
      headers: [
        ['location', '/elsewhere'],
        ['content-length', '0'],
      ],
    })
    expect(started.received).toHaveLength(1)
  })

  it.each(['100 Continue', '102 Processing', '103 Early Hints'])(
    'may come after an interim %s',
    async (interim) => {
      const final = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'
      const exchange = await answerOf(`HTTP/1.1 ${interim}\r\nx: y\r\n\r\n${final}`)
      expect(exchange.response?.status).toBe(200)
      expect(body(exchange)).toBe('ok')
    },
  )

  it.each(['204 No Content', '304 Not Modified'])('of %s has no body', async (status) => {
    const exchange = await answerOf(`HTTP/1.1 ${status}\r\ncontent-encoding: gzip\r\n\r\n`, 'keep')
    expect(exchange.response).toMatchObject({ complete: true, raw: [], decoded: [] })
    expect(exchange.failure).toBeUndefined()
  })

  it('of 304 may say how long the body would be', async () => {
    const exchange = await answerOf(
      'HTTP/1.1 304 Not Modified\r\ncontent-length: 9\r\n\r\n',
      'keep',
    )
    expect(exchange.response).toMatchObject({ status: 304, complete: true, raw: [] })
    expect(exchange.response).not.toHaveProperty('faults')
    expect(exchange.failure).toBeUndefined()
  })

  it('of 204 is whole, though it has a length that it must not have', async () => {
    const exchange = await answerOf('HTTP/1.1 204 No Content\r\ncontent-length: 2\r\n\r\n')
    expect(exchange.response).toMatchObject({ status: 204, complete: true, raw: [] })
    expect(exchange.response?.faults?.join()).toMatch(/204 has Content-Length 2 .*8\.6/)
    expect(exchange.failure).toBeUndefined()
  })

  it('that switches protocols unasked is named as one', async () => {
    const exchange = await answerOf(
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
    )
    expect(exchange.response?.status).toBe(101)
    expect(exchange.failure?.message).toMatch(/switches protocols, .*15\.2\.2/)
  })

  it('to HEAD has no body, whatever its length says', async () => {
    const { origin } = await server((socket) =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n'),
    )
    const exchange = await client().send({ ...get(origin), method: 'HEAD' })
    expect(exchange.response).toMatchObject({ status: 200, complete: true, raw: [] })
  })
})

const ok = (socket: Socket): unknown => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')

describe('a request', () => {
  it.each<[string, Partial<HttpRequest>]>([
    [
      'with a body',
      {
        method: 'POST',
        body: encode('{"a":"é"}'),
        headers: [['Content-Type', 'application/json']],
      },
    ],
    [
      'without a body',
      {
        headers: [
          ['X-B', '1'],
          ['x-a', '2'],
          ['X-B', '3'],
        ],
      },
    ],
    ['with POST and no body', { method: 'POST' }],
    [
      'with its own host',
      {
        headers: [
          ['x-first', '1'],
          ['Host', 'example.test'],
        ],
      },
    ],
    ['that closes', { headers: [['Connection', 'close']] }],
  ])('%s is recorded as it was sent', async (_, members) => {
    const started = await server(ok)
    const request = { ...get(`${started.origin}/a%2Fb/c:d?x=%20y`), ...members }
    const exchange = await client().send(request)
    const [head = '', sent = ''] = started.received[0]!.split('\r\n\r\n')
    expect(head.split('\r\n')).toEqual([
      `${request.method} /a%2Fb/c:d?x=%20y HTTP/1.1`,
      ...exchange.request.headers.map(([name, value]) => `${name}: ${value}`),
    ])
    expect(Buffer.from(exchange.request.body).toString('latin1')).toBe(sent)
    expect(Date.parse(exchange.startedAt)).toBeGreaterThan(0)
  })

  it('carries its secrets, and the record does not', async () => {
    const started = await server(ok)
    const redactor = createRedactor(['top-secret-value'])
    const exchange = await client({ redactor }).send({
      method: 'POST',
      url: `${started.origin}/?key=top-secret-value`,
      headers: [
        ['Authorization', 'Bearer top-secret-value'],
        ['x-amz-security-token', 'something else'],
      ],
      body: encode('top-secret-value'),
    })
    expect(started.received[0]).toContain('Authorization: Bearer top-secret-value')
    expect(started.received[0]).toContain('something else')
    expect(JSON.stringify(exchange)).not.toMatch(/top-secret-value|something else/)
    expect(exchange.request.headers).toContainEqual(['Authorization', 'Bearer <redacted>'])
    expect(Buffer.from(exchange.request.body).toString()).toBe('<redacted>******')
  })

  it('whose secret comes back has leaks', async () => {
    const redactor = createRedactor(['top-secret-value'])
    const started = await server((socket) =>
      socket.write(
        'HTTP/1.1 401 No\r\nX-Seen: top-secret-value\r\ntransfer-encoding: chunked\r\n\r\n12\r\nx top-secret-value\r\n0\r\nX-Last: top-secret-value\r\n\r\n',
      ),
    )
    const { leaks, response } = await client({ redactor }).send(get(started.origin))
    expect(response?.trailers).toEqual([['X-Last', '<redacted>']])
    expect(leaks).toEqual([
      { where: 'header', name: 'X-Seen' },
      { where: 'trailer', name: 'X-Last' },
      { where: 'body', byte: 2 },
    ])
  })

  it.each<[string, Partial<HttpRequest>, RegExp]>([
    ['no URL', { url: 'localhost:8321' }, /absolute http/],
    ['a URL of another scheme', { url: 'ftp://h/' }, /absolute http/],
    [
      'a line feed in a header',
      { headers: [['authorization', 'Bearer secret\n']] },
      /invalid authorization header/,
    ],
    ['a header name with a space', { headers: [['a b', 'c']] }, /invalid header/],
  ])('with %s is the caller’s mistake, told without the value', async (_, members, message) => {
    const sent = client().send({ ...get('http://127.0.0.1:1/'), ...members })
    await expect(sent).rejects.toThrow(message)
    await expect(sent).rejects.not.toThrow(/secret/)
  })
})

describe('a connection', () => {
  const okay = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'

  it('is used again', async () => {
    const started = await server((socket) => socket.write(okay))
    const own = client()
    for (let count = 0; count < 3; count += 1) await own.send(get(started.origin))
    expect(started.received).toHaveLength(1)
  })

  it('that the server closed while it was idle costs nothing', async () => {
    const started = await server((socket, { onSocket }) => {
      if (onSocket === 0) socket.write(okay)
      else socket.destroy() // as if the close had crossed the request
    })
    const own = client()
    for (let count = 0; count < 3; count += 1) {
      expect(await own.send(get(started.origin))).toMatchObject({ response: { complete: true } })
    }
    expect(started.received).toHaveLength(3)
  })

  it('that ends with its server is a reset: the request may have been what ended it', async () => {
    const http = createHttpServer((_, response) => response.end('ok'))
    const origin = `http://127.0.0.1:${await listen(http)}`
    const own = client()
    await own.send(get(origin))
    http.removeAllListeners('request')
    http.on('request', ({ socket }) => {
      http.close()
      socket.destroy()
    })
    expect(await own.send(get(origin))).toMatchObject({ failure: { kind: 'reset' } })
    expect(await own.send(get(origin))).toMatchObject({ failure: { kind: 'refused' } })
  })

  it('that is fresh and closed without an answer is a reset, and is not tried again', async () => {
    const started = await server((socket) => socket.destroy())
    const exchange = await client().send(get(started.origin))
    expect(exchange).toMatchObject({ failure: { kind: 'reset' } })
    expect(exchange.response).toBeUndefined()
    expect(started.received).toHaveLength(1)
  })

  it('that is reused and cut inside an answer is a reset, and is not tried again', async () => {
    const started = await server((socket, { onSocket }) => {
      if (onSocket === 0) socket.write(okay)
      else socket.end('HTTP/1.1 200')
    })
    const own = client()
    await own.send(get(started.origin))
    expect(await own.send(get(started.origin))).toMatchObject({ failure: { kind: 'reset' } })
    expect(started.received).toHaveLength(1)
  })

  it('is not shared, and no more are in use than allowed', async () => {
    let open = 0
    let most = 0
    const http = createHttpServer((_, response) => {
      most = Math.max(most, ++open)
      setTimeout(() => {
        open -= 1
        response.end('ok')
      }, 15)
    })
    const origin = `http://127.0.0.1:${await listen(http)}`
    ended.push(async () => http.close())
    const own = client({ connectionsPerHost: 2 })
    const all = await Promise.all(Array.from({ length: 7 }, () => own.send(get(origin))))
    expect(all.every(({ response }) => response?.complete)).toBe(true)
    expect(most).toBe(2)
  })
})

describe('failures are told apart', () => {
  it('a port on which nothing listens', async () => {
    for (const host of ['127.0.0.1', 'localhost']) {
      const { failure, response } = await client().send(get(`http://${host}:${closedPort}/`))
      expect(response).toBeUndefined()
      expect(failure).toMatchObject({
        kind: 'refused',
        message: `Connection refused: nothing is listening at ${host}:${closedPort}.`,
        remedy: expect.stringContaining('llama stack run'),
      })
      expect(failure!.after).toBeGreaterThan(0)
    }
  })

  it('a host that does not exist', async () => {
    const { failure } = await client().send(get('http://no-such-host.invalid:8321/'))
    expect(failure).toMatchObject({
      kind: 'dns',
      message: expect.stringContaining('no-such-host.invalid:8321'),
      remedy: 'Check the host name of the endpoint, and that DNS works here.',
    })
  })

  it.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n', /begins "SSH-2.0-OpenSSH/],
    ['HTTP/2 frames', Uint8Array.of(0, 0, 18, 4, 0, 0, 0, 0, 0), /not HTTP\/1.1/],
    ['a TLS alert', Uint8Array.of(0x15, 3, 1, 0, 2, 2, 70), /use https/],
    ['a broken header', 'HTTP/1.1 200 OK\r\nbro ken\r\n\r\n', /broke HTTP\/1.1/],
    [
      'two lengths',
      'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\na',
      /broke HTTP\/1.1: Content-Length stands 2 times: 1, 2/,
    ],
    [
      'a broken chunk size',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
      /chunk size/,
    ],
  ])('%s is malformed-http', async (_, answer, message) => {
    const { failure, response } = await answerOf(answer)
    expect(failure).toMatchObject({
      kind: 'malformed-http',
      message: expect.stringMatching(message),
    })
    expect(response?.complete ?? false).toBe(false)
  })

  it('an answer that the parser refuses is kept, with what is wrong with it', async () => {
    const { response } = await answerOf(
      'HTTP/1.1 200 OK\r\ncontent-length: 1\r\nContent-Length: 2\r\n\r\na',
    )
    expect(response).toMatchObject({
      status: 200,
      headers: [
        ['content-length', '1'],
        ['Content-Length', '2'],
      ],
      faults: [expect.stringContaining('6.3')],
    })
  })

  it.each([
    ['a length', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nab', /follow the end/],
    [
      'a length, on a connection that it closes',
      'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 1\r\n\r\nab',
      /follow the end/,
    ],
    ['no content', 'HTTP/1.1 204 No\r\nconnection: close\r\n\r\nab', /follow the end/],
    [
      'chunks in chunks',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n',
      /more than once/,
    ],
  ])('that can be read keeps its faults: %s', async (_, answer, fault) => {
    const { response, failure } = await answerOf(answer)
    expect(failure).toBeUndefined()
    expect(response?.complete).toBe(true)
    expect(response?.faults?.join()).toMatch(fault)
  })

  it.each([
    'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nab',
    'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nab',
    'HTTP/1.1 103 Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nab',
  ])('that is right has none: %j', async (answer) => {
    expect((await answerOf(answer)).response).not.toHaveProperty('faults')
  })

  it.each([
    ['a body shorter than its length', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\npart'],
    [
      'a body of unfinished chunks',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\npart\r\n',
    ],
    ['a body cut inside a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\npart'],
    [
      'the same with connection: close',
      'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 9\r\n\r\npart',
    ],
    [
      'chunks with connection: close',
      'HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n4\r\npart\r\n',
    ],
  ])('%s is a reset that keeps what came', async (_, answer) => {
    const exchange = await answerOf(answer)
    expect(exchange).toMatchObject({
      response: { status: 200, complete: false },
      failure: { kind: 'reset', message: expect.stringContaining('after 4 bytes') },
    })
    expect(body(exchange)).toBe('part')
  })

  it.each(['content-length: 99', 'x: a body that ends with the connection'])(
    'a TCP reset in the middle of a body (%s) is a reset',
    async (header) => {
      let socket: Socket | undefined
      const { origin } = await server((opened) => {
        socket = opened
        opened.write(`HTTP/1.1 200 OK\r\n${header}\r\n\r\npart`)
      })
      const exchange = await client().send(get(origin), {
        hangUpWhen() {
          socket?.resetAndDestroy()
          return false
        },
      })
      expect(exchange).toMatchObject({ response: { complete: false }, failure: { kind: 'reset' } })
      expect(body(exchange)).toBe('part')
    },
  )

  it('a header block without end is too large', async () => {
    const { failure } = await answerOf(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`)
    expect(failure).toMatchObject({ kind: 'too-large' })
  })

  it('every message is one sentence with host and port, every remedy one sentence', async () => {
    const { failure } = await answerOf('nonsense\r\n\r\n')
    expect(failure!.message).toMatch(/^127\.0\.0\.1:\d+ [^\n]+\.$/)
    expect(failure!.remedy).toMatch(/^[A-Z][^\n]+\.$/)
  })
})

describe('limits', () => {
  const limits = { connectMs: 5000, firstByteMs: 5000, idleMs: 5000, totalMs: 5000, maxBytes: 1000 }

  it('a server that never answers reaches the first-byte limit', async () => {
    const started = await server(() => undefined)
    const exchange = await client({ limits: { firstByteMs: 40 } }).send(get(started.origin))
    expect(exchange).toMatchObject({ failure: { kind: 'first-byte-timeout' } })
    expect(exchange.response).toBeUndefined()
    await started.closed(1)
  })

  it('a header block that trickles in reaches the first-byte limit', async () => {
    const started = await server((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      const timer = setInterval(() => socket.write('x-more: 1\r\n'), 10)
      socket.on('close', () => clearInterval(timer))
    })
    const exchange = await client().send(get(started.origin), {
      limits: { ...limits, firstByteMs: 100 },
    })
    expect(exchange).toMatchObject({
      failure: { kind: 'total-timeout', message: expect.stringContaining('header block') },
    })
    expect(exchange.failure?.after).toBeLessThan(2000)
  })

  it('a body that trickles in is ended after eight idle limits', async () => {
    const started = await server((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      const timer = setInterval(() => socket.write('.'), 40)
      socket.on('close', () => clearInterval(timer))
    })
    const exchange = await client().send(get(started.origin), {
      limits: { ...limits, idleMs: 100 },
    })
    expect(exchange).toMatchObject({
      failure: {
        kind: 'total-timeout',
        message: expect.stringMatching(/ sends too slowly: \d+ bytes of the body in 0\.\d s\.$/),
      },
      response: { status: 200, complete: false },
    })
    expect(exchange.failure?.after).toBeLessThan(3000)
  })

  it('a stream that falls silent reaches the idle limit and keeps what came', async () => {
    const started = await server((socket) =>
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\none\r\n'),
    )
    const exchange = await client().send(get(started.origin), { limits: { ...limits, idleMs: 40 } })
    expect(exchange).toMatchObject({
      failure: { kind: 'idle-timeout' },
      response: { complete: false },
    })
    expect(body(exchange)).toBe('one')
    await started.closed(1)
  })

  it('silence inside the header block counts as well', async () => {
    const started = await server((socket) => socket.write('HTTP/1.1 200 OK\r\nx:'))
    const exchange = await client().send(get(started.origin), { limits: { ...limits, idleMs: 40 } })
    expect(exchange).toMatchObject({ failure: { kind: 'idle-timeout' } })
    await started.closed(1)
  })

  it('a stream that never ends reaches the total limit, though it is never silent', async () => {
    const started = await server((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
      const timer = setInterval(() => socket.write('1\r\nx\r\n'), 5)
      socket.on('close', () => clearInterval(timer))
    })
    const exchange = await client().send(get(started.origin), {
      limits: { ...limits, firstByteMs: 60, idleMs: 60, totalMs: 150 },
    })
    expect(exchange).toMatchObject({
      failure: { kind: 'total-timeout' },
      response: { complete: false },
    })
    expect(exchange.response!.endedAt).toBeGreaterThanOrEqual(149)
    await started.closed(1)
  })

  it('a body that is too large ends at the limit', async () => {
    const started = await server((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 2000\r\n\r\n${'x'.repeat(2000)}`),
    )
    const exchange = await client({ limits }).send(get(started.origin))
    expect(exchange).toMatchObject({
      failure: { kind: 'too-large' },
      response: { complete: false },
    })
    expect(body(exchange)).toHaveLength(1000)
    await started.closed(1)
  })

  it('a small body that decodes to a large one ends at the limit', async () => {
    const bomb = gzipSync('x'.repeat(1_000_000))
    const head = `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`
    const started = await server((socket) => {
      socket.write(head)
      socket.write(bomb)
    })
    const exchange = await client({ limits: { maxBytes: 5000 } }).send(get(started.origin))
    expect(exchange).toMatchObject({ failure: { kind: 'too-large' } })
    expect(body(exchange)).toHaveLength(5000)
  })

  it('a body that is too large is kept up to its first 64 KiB', async () => {
    const bomb = gzipSync('x'.repeat(1_000_000))
    const head = `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`
    const started = await server((socket) => {
      socket.write(head)
      socket.write(bomb)
    })
    const exchange = await client({ limits: { maxBytes: 500_000 } }).send(get(started.origin))
    expect(exchange).toMatchObject({ failure: { kind: 'too-large' } })
    expect(body(exchange)).toHaveLength(64 * 1024)
  })

  it('a handshake that is never answered reaches the connection limit', async () => {
    const started = await server(() => undefined)
    const url = started.origin.replace('http:', 'https:')
    const exchange = await client().send(get(url), { limits: { connectMs: 60 } })
    expect(exchange).toMatchObject({
      failure: { kind: 'connect-timeout', message: expect.stringContaining('TLS handshake') },
    })
    await started.closed(1)
  })
})

describe('hanging up', () => {
  const events = ['data: 1\n\n', 'data: 2\n\n', 'data: 3\n\n']

  it('keeps what came, is no failure, and closes the connection', async () => {
    const started = await server((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
      for (const event of events) socket.write(`${event.length.toString(16)}\r\n${event}\r\n`)
    })
    const exchange = await client().send(get(started.origin), {
      hangUpWhen: ({ bytes }) => Buffer.from(bytes).includes('2'),
    })
    expect(exchange).toMatchObject({ hungUp: true, response: { complete: false } })
    expect(exchange.failure).toBeUndefined()
    expect(body(exchange)).toBe('data: 1\n\ndata: 2\n\n')
    await started.closed(1)
  })

  it('leaves alone an answer that ends before', async () => {
    const started = await server((socket) =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'),
    )
    const exchange = await client().send(get(started.origin), { hangUpWhen: () => false })
    expect(exchange.hungUp).toBeUndefined()
    expect(exchange.response?.complete).toBe(true)
  })

  it('passes on what its condition throws', async () => {
    const started = await server((socket) =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'),
    )
    const sent = client().send(get(started.origin), {
      hangUpWhen() {
        throw new RangeError('a bug of the caller')
      },
    })
    await expect(sent).rejects.toThrow('a bug of the caller')
    await started.closed(1)
  })
})

describe('cancelling', () => {
  it('before the request goes out sends nothing', async () => {
    const started = await server(() => undefined)
    const exchange = await client().send(get(started.origin), { signal: AbortSignal.abort() })
    expect(exchange).toMatchObject({ failure: { kind: 'aborted' } })
    expect(started.received).toEqual([])
  })

  it('in the middle keeps what came and closes the connection', async () => {
    const started = await server((socket) =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\npart'),
    )
    const abort = new AbortController()
    const exchange = await client().send(get(started.origin), {
      signal: abort.signal,
      hangUpWhen() {
        abort.abort()
        return false
      },
    })
    expect(exchange).toMatchObject({ failure: { kind: 'aborted' }, response: { complete: false } })
    expect(body(exchange)).toBe('part')
    await started.closed(1)
  })

  it('by closing the client ends what is on its way and what waits', async () => {
    const own = client({ connectionsPerHost: 1 })
    const started = await server(() => void own.close())
    const both = await Promise.all([own.send(get(started.origin)), own.send(get(started.origin))])
    expect(both.map(({ failure }) => failure?.kind)).toEqual(['aborted', 'aborted'])
    await started.closed(1)
    await expect(own.send(get(started.origin))).rejects.toThrow('closed')
  })
})

describe('the URL that is recorded', () => {
  it('is still a URL where the host shares characters with a secret', async () => {
    const { port } = new URL(
      (await server((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'))).origin,
    )
    const redactor = createRedactor(['localhost-stack-dev-key', `localhost:${port}`])
    const { request } = await client({ redactor }).send(
      get(`http://localhost:${port}/v1/models?a=1`),
    )
    expect(request.url).toBe('http://redacted.invalid/v1/models?a=1')
  })
})
