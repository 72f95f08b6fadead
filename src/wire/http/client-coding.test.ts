import { createServer, type RequestListener } from 'node:http'
import * as zlib from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { Exchange, HeaderList } from '../../model/exchange.ts'
import { joinBytes } from '../bytes.ts'
import { createBudget } from './body/budget.ts'
import { createContentDecoder } from './body/decode.ts'
import { createClient } from './client.ts'
import { listen } from '../testing/raw-server.ts'

const ended: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ended.splice(0).toReversed()) await end()
})

async function ask(listener: RequestListener, headers: HeaderList = []): Promise<Exchange> {
  const server = createServer(listener)
  const url = `http://127.0.0.1:${await listen(server)}/`
  const client = createClient({ env: {} })
  ended.push(
    async () => server.close(),
    () => client.close(),
  )
  return client.send({ method: 'GET', url, headers })
}

/** Answers with `bytes` and the given content-encoding. */
async function coded(coding: string, bytes: Uint8Array): Promise<Exchange> {
  return ask((_, response) => {
    response.setHeader('content-encoding', coding)
    response.end(bytes)
  })
}

const bodyOf = (exchange: Exchange, which: 'raw' | 'decoded' = 'decoded'): Uint8Array =>
  joinBytes((exchange.response?.[which] ?? []).map(({ bytes }) => bytes))
const textOf = (exchange: Exchange): string => Buffer.from(bodyOf(exchange)).toString()

const text = JSON.stringify({ text: 'größe '.repeat(2000) })

const echo: RequestListener = (request, response) =>
  void response.end(JSON.stringify(request.headers['accept-encoding'] ?? null))

describe('accept-encoding', () => {
  it('is sent only when the request has it', async () => {
    expect(textOf(await ask(echo))).toBe('null')
    expect(textOf(await ask(echo, [['Accept-Encoding', 'gzip']]))).toBe('"gzip"')
  })
})

describe('a coded body', () => {
  it.each<[string, Uint8Array]>([
    ['gzip', zlib.gzipSync(text)],
    ['x-gzip', zlib.gzipSync(text)],
    ['GZIP', zlib.gzipSync(text)],
    ['deflate', zlib.deflateSync(text)],
    ['deflate', zlib.deflateRawSync(text)],
    ['br', zlib.brotliCompressSync(text)],
    ['identity', Buffer.from(text)],
    ['gzip, br', zlib.brotliCompressSync(zlib.gzipSync(text))],
  ])('in %s is decoded for reading and kept as it came', async (coding, bytes) => {
    const exchange = await coded(coding, bytes)
    expect(exchange.failure).toBeUndefined()
    expect(textOf(exchange)).toBe(text)
    expect(Buffer.from(bodyOf(exchange, 'raw')).equals(bytes)).toBe(true)
    expect(exchange.response?.complete).toBe(true)
  })

  it('in more codings than anyone applies is not decoded', async () => {
    const exchange = await coded(Array(1500).fill('gzip').join(','), Buffer.from(text))
    expect(exchange.failure).toMatchObject({
      kind: 'bad-content-encoding',
      message: expect.stringContaining('"gzip, gzip, gzip, gzip, …" is not known here'),
    })
    expect(Buffer.from(bodyOf(exchange, 'raw')).toString()).toBe(text)
  })

  it('keeps the arrival of each piece that the server flushed', async () => {
    const exchange = await ask((_, response) => {
      response.setHeader('content-encoding', 'gzip')
      const gzip = zlib.createGzip()
      gzip.pipe(response)
      gzip.write('data: one\n\n')
      gzip.flush(zlib.constants.Z_SYNC_FLUSH, () => {
        setTimeout(() => gzip.end('data: two\n\n'), 40)
      })
    })
    const { decoded } = exchange.response!
    const first = decoded.find(({ bytes }) => Buffer.from(bytes).includes('one'))
    const second = decoded.find(({ bytes }) => Buffer.from(bytes).includes('two'))
    expect(second!.at - first!.at).toBeGreaterThan(25)
    const arrivals = new Set(exchange.response!.raw.map(({ at }) => at))
    expect(decoded.every(({ at }) => arrivals.has(at))).toBe(true)
  })

  it('that is no such coding fails, and the raw bytes stay', async () => {
    const exchange = await coded('gzip', Buffer.from(text))
    expect(exchange).toMatchObject({
      failure: { kind: 'bad-content-encoding', message: expect.stringContaining('127.0.0.1:') },
      response: { complete: true, decoded: [] },
    })
    expect(Buffer.from(bodyOf(exchange, 'raw')).toString()).toBe(text)
  })

  it('that is damaged in the middle keeps what was decodable', async () => {
    const lines = Array.from({ length: 30_000 }, (_, index) => `line ${index} ${index * 7919}\n`)
    const bytes = zlib.gzipSync(lines.join(''))
    bytes.fill(0xff, bytes.length / 2, bytes.length / 2 + 200)
    const exchange = await coded('gzip', bytes)
    expect(exchange.failure?.kind).toBe('bad-content-encoding')
    expect(textOf(exchange)).toMatch(/^line 0 0\nline 1 7919\n/)
  })

  it('that ends too early fails', async () => {
    const exchange = await coded('gzip', zlib.gzipSync(text).subarray(0, -9))
    expect(exchange.failure?.kind).toBe('bad-content-encoding')
    expect(textOf(exchange).startsWith('{"text":"größe')).toBe(true)
  })

  it('of an unknown coding fails and names it', async () => {
    const exchange = await coded('compress', Buffer.from('abc'))
    expect(exchange.failure).toMatchObject({
      kind: 'bad-content-encoding',
      message: expect.stringContaining('"compress"'),
    })
    expect(Buffer.from(bodyOf(exchange, 'raw')).toString()).toBe('abc')
  })

  it('in zstd is decoded where Node.js can (from 22.15), and named as unknown elsewhere', async () => {
    const { zstdCompressSync } = zlib as { zstdCompressSync?: (text: string) => Buffer }
    const frame = zstdCompressSync?.(text) ?? Buffer.from('28b52ffd', 'hex')
    const exchange = await coded('zstd', frame)
    if (zstdCompressSync === undefined) expect(exchange.failure?.message).toContain('"zstd"')
    else expect(textOf(exchange)).toBe(text)
  })
})

describe('a body that decodes to far more than the limit', () => {
  const zeros = Buffer.alloc(64 * 1024 * 1024)
  it.each([
    [
      'br',
      () =>
        zlib.brotliCompressSync(zeros, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } }),
    ],
    ['gzip', () => zlib.gzipSync(zeros, { level: 1 })],
    ['deflate', () => zlib.deflateSync(zeros, { level: 1 })],
    ['gzip, gzip', () => zlib.gzipSync(zlib.gzipSync(zeros, { level: 1 }))],
  ])('stops within one write: %s', async (coding, encode) => {
    const decoder = createContentDecoder(coding, 1000, createBudget(1e9))
    if (typeof decoder !== 'object') return expect.fail('no decoder')
    const { pieces, isFull } = await decoder.push(encode())
    expect(isFull).toBe(true)
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
    expect(length).toBeGreaterThan(1000)
    expect(length).toBeLessThan(100_000)
    await decoder.end()
    decoder.destroy()
  })

  it('stops where there is no room, and gives back what it took', async () => {
    const budget = createBudget(2_000_000)
    const decoder = createContentDecoder('gzip', 1e9, budget)
    if (typeof decoder !== 'object') return expect.fail('no decoder')
    const { pieces, isFull } = await decoder.push(zlib.gzipSync(Buffer.alloc(10_000_000)))
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
    expect(isFull).toBe(true)
    expect(length).toBeLessThanOrEqual(2_000_000)
    expect(budget.take(2_000_000, 0) && budget.take(0, 1_900_000)).toBe(true)
    decoder.destroy()
  })
})
