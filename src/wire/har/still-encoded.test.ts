import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { fromHar } from './har.ts'

describe('a body that a recorder kept as it came', () => {
  const saved = (coding: string, body: Uint8Array, creator = 'proxy', more: object = {}): string =>
    JSON.stringify({
      log: {
        creator: { name: creator },
        entries: [
          {
            request: { method: 'GET', url: 'http://x/v1/models' },
            response: {
              status: 200,
              headers: [{ name: 'Content-Encoding', value: coding }],
              content: {
                size: body.length,
                text: Buffer.from(body).toString('base64'),
                encoding: 'base64',
                ...more,
              },
            },
          },
        ],
      },
    })
  const bodyIn = (text: string): string => {
    const decoded = fromHar(text).exchanges[0]?.exchange.response?.decoded ?? []
    return Buffer.concat(decoded.map(({ bytes }) => bytes)).toString('latin1')
  }
  const packed: [string, Uint8Array][] = [
    ['gzip', gzipSync('{"a":1}')],
    ['X-GZIP', gzipSync('{"a":1}')],
    ['deflate', deflateSync('{"a":1}')],
    ['br', brotliCompressSync('{"a":1}')],
  ]
  it.each(packed)('is decoded: %s', (coding, body) => {
    const text = saved(coding, body)
    expect(bodyIn(text)).toBe('{"a":1}')
    expect(fromHar(text).problems).toEqual([
      `Entry 1: its body was saved as it came (${coding}), so it is decoded.`,
    ])
  })

  it('is left where the recorder has decoded it, so that it came encoded twice', () => {
    const body = gzipSync('{"a":1}')
    expect(bodyIn(saved('gzip', body, 'WebInspector'))).toBe(body.toString('latin1'))
    expect(bodyIn(saved('gzip', body, 'proxy', { compression: 4 }))).toBe(body.toString('latin1'))
  })

  it('is left where it is broken, plain, or larger than any answer', () => {
    const bodies = [Buffer.from('{"a":1}'), gzipSync('{"a":1}').subarray(0, 12)]
    for (const body of [...bodies, gzipSync(Buffer.alloc(33 * 1024 * 1024))])
      expect(bodyIn(saved('gzip', body)) === body.toString('latin1')).toBe(true)
  })
})

it('a compressed body that was saved as text is decoded, or was not saved where bytes were replaced', () => {
  const read = (text: string, encoding = '') => {
    const headers = [{ name: 'Content-Encoding', value: 'gzip' }]
    const response = { status: 200, headers, content: { text, encoding } }
    const entry = { request: { method: 'GET', url: 'x' }, response }
    const [one] = fromHar(JSON.stringify({ log: { entries: [entry] } })).exchanges
    const [decoded] = one?.exchange.response?.decoded ?? []
    return [Buffer.from(decoded?.bytes ?? []).toString(), one?.recorded.bodySaved]
  }
  const body = gzipSync('{"a":1}')
  expect(read(body.toString('utf8'))).toEqual(['', false])
  expect(read(body.toString('latin1'))).toEqual(['{"a":1}', true])
  expect(read(gzipSync('').toString('base64'), 'base64')).toEqual(['', true])
})

it('a body that is text, though it is labelled as base64, is text', () => {
  const read = (text: string) => {
    const content = { text, encoding: 'base64' }
    const entry = { request: { method: 'GET', url: 'x' }, response: { status: 200, content } }
    const { exchanges, problems } = fromHar(JSON.stringify({ log: { entries: [entry] } }))
    const [decoded] = exchanges[0]?.exchange.response?.decoded ?? []
    return [Buffer.from(decoded?.bytes ?? []).toString(), problems.length]
  }
  expect(read('{"a":1}')).toEqual(['{"a":1}', 1])
  expect(read('eyJh\r\nIjoxfQ==\r\n')).toEqual(['{"a":1}', 0])
  expect(read('eyJhIjoxfQ')).toEqual(['{"a":1}', 0])
  expect(read('')).toEqual(['', 0])
})
