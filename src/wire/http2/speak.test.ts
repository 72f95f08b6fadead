import * as http2 from 'node:http2'
import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Exchange, HttpRequest } from '../../model/exchange.ts'
import { createClient, type Client } from '../http/client.ts'
import { listen } from '../testing/raw-server.ts'
import { createFrameReader, endsMessage, type Frame } from './frames.ts'

const { constants } = http2

const ended: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ended.splice(0).toReversed()) await end()
})

type Answer = (stream: http2.ServerHttp2Stream, turn: number, session: number) => void

/** Asks a server that speaks HTTP/2; it hears which of its requests and of its connections one is. */
async function served(answer: Answer): Promise<() => Promise<Exchange>> {
  const listener = http2.createServer()
  let turns = 0
  const sessions: unknown[] = []
  listener.on('stream', (stream) => {
    stream.on('error', () => undefined)
    if (!sessions.includes(stream.session)) sessions.push(stream.session)
    answer(stream, (turns += 1), sessions.length)
  })
  return clientOf(await listen(listener), () => listener.close())
}

function clientOf(port: number, close: () => void): () => Promise<Exchange> {
  const client: Client = createClient({ env: {}, connection: { http2: true } })
  ended.push(close, async () => client.close())
  const url = `http://127.0.0.1:${port}/`
  const request: HttpRequest = { method: 'POST', url, headers: [], body: new Uint8Array(10) }
  return async () => client.send(request)
}

interface Header {
  readonly type: number
  readonly flags?: number
  readonly stream?: number
}

function frame({ type, flags = 0, stream = 0 }: Header, payload = Buffer.alloc(0)): Buffer {
  return Buffer.concat([Buffer.from([0, 0, payload.length, type, flags, 0, 0, 0, stream]), payload])
}

const textOf = ({ response }: Exchange): string =>
  Buffer.concat((response?.decoded ?? []).map(({ bytes }) => bytes)).toString()

describe('a stream that is reset before its end', () => {
  const resets = ['NO_ERROR', 'CANCEL', 'INTERNAL_ERROR'] as const

  it.each(resets)('with %s is no complete answer, whatever the code', async (reason) => {
    const status200 = Buffer.from([0x88]) // of the static table of RFC 7541
    const code = Buffer.from([0, 0, 0, constants[`NGHTTP2_${reason}`]])
    // By hand: node:http2 ends the body before it resets a stream.
    const listener = createServer((socket) => {
      socket.on('error', () => undefined).resume()
      socket.write(frame({ type: 4 }))
      setTimeout(() => {
        socket.write(frame({ type: 1, flags: 4, stream: 1 }, status200))
        socket.write(frame({ type: 0, stream: 1 }, Buffer.from('half')))
        socket.write(frame({ type: 3, stream: 1 }, code))
      }, 50)
    })
    const exchange = await clientOf(await listen(listener), () => listener.close())()
    expect(textOf(exchange)).toBe('half')
    expect(exchange.response?.complete).toBe(false)
    expect(exchange.failure?.kind).toBe('reset')
    expect(exchange.failure?.message).toContain(
      `reset the stream with ${reason} (HTTP/2) before the end of the body, after 4 bytes of it.`,
    )
  })

  it.each(resets)('with %s in place of an answer is a failure', async (reason) => {
    const ask = await served((stream) => stream.close(constants[`NGHTTP2_${reason}`]))
    const { response, failure } = await ask()
    expect(response).toBeUndefined()
    expect(failure?.message).toMatch(/reset the stream with \w+ \(HTTP\/2\) without answering\.$/)
  })

  it('is sent again where the server says that it has not looked at it', async () => {
    const ask = await served((stream, turn) => {
      if (turn === 1) return stream.close(constants.NGHTTP2_REFUSED_STREAM)
      stream.respond({ ':status': 200 })
      stream.end('whole')
    })
    expect(textOf(await ask())).toBe('whole')
  })

  it('after its end is complete: the server wants no more of the request', async () => {
    const ask = await served((stream) => {
      stream.respond({ ':status': 413 })
      stream.end('too much', () => stream.close(constants.NGHTTP2_NO_ERROR))
    })
    expect(await ask()).toMatchObject({ response: { status: 413, complete: true } })
  })
})

describe('a server that takes no further request on a connection', () => {
  it('still answers the one under way; the next goes over another connection', async () => {
    const ask = await served((stream, _, session) => {
      if (session === 1) stream.session?.goaway(0, stream.id)
      stream.respond({ ':status': 200 })
      stream.write('half ')
      setTimeout(() => stream.end(`of ${session}`), 30)
    })
    const exchanges = [await ask(), await ask()]
    expect(exchanges.map(textOf)).toEqual(['half of 1', 'half of 2'])
    expect(exchanges.map(({ failure }) => failure)).toEqual([undefined, undefined])
  })

  it('and closes it as the next request comes gets that on another one', async () => {
    const ask = await served((stream, turn) => {
      if (turn === 2) return stream.session?.destroy()
      stream.respond({ ':status': 200 })
      return stream.end(`turn ${turn}`)
    })
    expect([await ask(), await ask()].map(textOf)).toEqual(['turn 1', 'turn 3'])
  })
})

it('fields are recorded as they came, in their order', async () => {
  const ask = await served((stream) => {
    stream.additionalHeaders({ ':status': 103 })
    stream.respond({ ':status': 200, 'x-b': '1', 'x-a': ['2', '3'], 'x-word': 'Grüße' })
    stream.end()
  })
  const headers = (await ask()).response?.headers.filter(([name]) => name.startsWith('x-'))
  expect(headers).toEqual([['x-b', '1'], ['x-a', '2'], ['x-a', '3'], expect.anything()])
})

it('frames are read alike, wherever their bytes are cut', () => {
  const bytes = Buffer.concat([
    frame({ type: 1, flags: 4, stream: 1 }, Buffer.alloc(5)),
    frame({ type: 0, stream: 1 }),
    frame({ type: 3, flags: 1, stream: 1 }, Buffer.alloc(4)),
    frame({ type: 0, flags: 1, stream: 3 }, Buffer.alloc(2)),
  ])
  for (const size of [1, 4, 9, bytes.length]) {
    const seen: Frame[] = []
    const read = createFrameReader((part) => seen.push(part))
    for (let at = 0; at < bytes.length; at += size) read(bytes.subarray(at, at + size))
    expect(seen.reduce((sum, part) => sum + part.bytes, 0)).toBe(bytes.length)
    expect([...new Set(seen.map(({ stream }) => stream))]).toEqual([1, 3])
    expect([...new Set(seen.filter(endsMessage).map(({ stream }) => stream))]).toEqual([3])
  }
})
