import { seededRandom } from '../../model/run/random.ts'
import { describe, expect, it } from 'vitest'
import { apis } from '../../protocol/registry.ts'
import { chunkFrame, eventFrame, exchange, frameBytes } from '../../protocol/testing/build.ts'
import { randomJson } from '../../protocol/testing/random.ts'
import { apiNames, type ApiName } from '../../model/names.ts'
import { observe } from './observe.ts'

const eventStream = 'application/vnd.amazon.eventstream'

type Parts = Parameters<typeof exchange>[0]

const see = (name: ApiName, parts: Parts, family = 'gpt-oss') =>
  observe(exchange(parts), apis[name], { family })

const completion =
  '{"id":"c","choices":[{"index":0,"message":{"content":"Sol"},"finish_reason":"stop"}]}'
const chunk = 'data: {"choices":[{"index":0,"delta":{"content":"Sol"},"finish_reason":"stop"}]}\n\n'

describe('the body', () => {
  it('is joined from its chunks and read once as text and JSON', () => {
    const chunks = [completion.slice(0, 9), completion.slice(9)]
    const seen = see('openai-chat', { type: 'application/json', chunks })
    expect(seen.body).toEqual({
      bytes: new TextEncoder().encode(completion),
      text: completion,
      json: JSON.parse(completion) as unknown,
    })
    expect(seen.reply).toMatchObject({ text: 'Sol', id: 'c', ending: 'stop' })
    expect(seen.items).toEqual([])
  })

  it('names the byte at which it stops being JSON', () => {
    const { body } = see('openai-chat', { chunks: ['{"é":1,}'] })
    expect(body).not.toHaveProperty('json')
    expect(body?.jsonError).toMatchObject({ byte: 8 })
  })

  it('names the first byte that is not UTF-8, across chunks', () => {
    const bytes = Buffer.from('{"a":"é😀"}')
    const whole = see('openai-chat', { chunks: [bytes.subarray(0, 7), bytes.subarray(7)] })
    expect(whole.body).not.toHaveProperty('invalidUtf8At')
    const cut = Buffer.concat([bytes.subarray(0, 10), bytes.subarray(12)])
    expect(see('openai-chat', { chunks: [cut] }).body).toMatchObject({
      invalidUtf8At: 8,
      text: expect.stringContaining('\uFFFD') as string,
    })
  })

  it('is empty where the response has none, and absent where there is no response', () => {
    expect(see('openai-chat', {}).body).toMatchObject({ text: '', jsonError: { byte: 0 } })
    const { response: _, ...failed } = exchange({})
    expect(observe(failed, apis.converse, { family: 'llama' })).toEqual({
      api: 'converse',
      exchange: failed,
      items: [],
    })
  })

  it('holds a byte order mark against JSON, as RFC 8259 does', () => {
    expect(see('openai-chat', { chunks: ['\uFEFF{}'] }).body?.jsonError?.byte).toBe(0)
  })
})

describe('the framing', () => {
  it.each(['text/event-stream', 'text/plain', 'application/json', undefined])(
    'of a streamed success is its own, though the content type be %s',
    (type) => {
      const seen = see('openai-chat-stream', {
        ...(type !== undefined && { type }),
        chunks: [chunk.slice(0, 30), chunk.slice(30), 'data: [DONE]\n\n'],
      })
      expect(seen.items.map(({ kind, at }) => [kind, at])).toEqual([
        ['json', 20],
        ['done', 30],
      ])
      expect(seen.sse?.violations).toEqual([])
      expect(seen.reply).toMatchObject({ text: 'Sol', deltas: [{ at: 20, text: 'Sol' }] })
    },
  )

  it('is JSON where the body is one JSON object that says so', () => {
    const stated = see('openai-chat-stream', {
      type: 'application/json; charset=utf-8',
      chunks: [completion],
    })
    expect(stated).not.toHaveProperty('sse')
    expect(stated.reply?.text).toBe('Sol')
    const unsaid = see('openai-chat-stream', { type: 'text/plain', chunks: [completion] })
    expect(unsaid.sse?.events).toEqual([])
    const stream = see('converse-stream', { type: 'application/problem+json', chunks: ['{}'] })
    expect(stream).not.toHaveProperty('frames')
  })

  it('is SSE for any API whose response says so', () => {
    const seen = see('openai-chat', { type: 'Text/Event-Stream', chunks: [chunk] })
    expect(seen.items).toHaveLength(1)
    expect(seen.reply?.text).toBe('Sol')
  })

  it('is JSON for the refusal of a streaming API', () => {
    const refused = { status: 400, type: 'application/json', chunks: ['{"error":{"message":"m"}}'] }
    const seen = see('openai-chat-stream', refused)
    expect(seen).not.toHaveProperty('sse')
    expect(seen).not.toHaveProperty('reply')
    expect(seen.error).toEqual({ envelope: 'message-only', message: 'm' })
    expect(see('converse-stream', { ...refused, status: 503 })).not.toHaveProperty('frames')
    const page = { status: 502, type: 'text/html', chunks: ['<html>'] }
    expect(see('converse-stream', page)).not.toHaveProperty('frames')
    expect(see('openai-chat-stream', page)).not.toHaveProperty('sse')
  })
})

describe('an event stream', () => {
  const converse = [
    eventFrame('messageStart', { role: 'assistant', p: 'abc' }),
    eventFrame('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'So' }, p: 'ab' }),
    eventFrame('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'l é' } }),
    eventFrame('messageStop', { stopReason: 'end_turn' }),
  ]

  it('is read however its bytes were split', () => {
    const bytes = Buffer.concat(converse)
    const random = seededRandom(3)
    for (let round = 0; round < 50; round += 1) {
      const cut = Math.floor(random() * bytes.length)
      const chunks = [bytes.subarray(0, cut), bytes.subarray(cut)]
      const seen = see('converse-stream', { type: eventStream, chunks })
      expect(seen.frames?.violations).toEqual([])
      expect(seen.reply).toMatchObject({ text: 'Sol é', ending: 'stop' })
    }
  })

  it('has its payloads for a text, and no fault for being binary', () => {
    const { body } = see('converse-stream', { type: eventStream, chunks: converse })
    expect(body?.text.split('\n')).toHaveLength(4)
    expect(body?.text).toContain('"l é"')
    expect(body).not.toHaveProperty('invalidUtf8At')
  })

  it('names the first byte of a payload that is not UTF-8', () => {
    const good = converse[0]!
    const bad = frameBytes({ ':event-type': 'messageStop' }, 'ab~')
    const at = bad.indexOf('~')
    const encoded = reframe(bad, at)
    const { body } = see('converse-stream', { type: eventStream, chunks: [good, encoded] })
    expect(body?.invalidUtf8At).toBe(good.length + at)
  })

  it('gives what the model said in the chunks of InvokeModel', () => {
    const chunks = [
      chunkFrame({
        generation: 'So',
        prompt_token_count: 5,
        generation_token_count: 1,
        stop_reason: null,
      }),
      chunkFrame({
        generation: 'l',
        prompt_token_count: null,
        generation_token_count: 2,
        stop_reason: 'stop',
      }),
    ]
    const seen = see('invoke-stream', { type: eventStream, chunks }, 'llama')
    expect(seen.items[1]).toMatchObject({
      byte: chunks[0]!.length,
      at: 20,
      json: { generation: 'l' },
    })
    expect(seen.reply).toMatchObject({ text: 'Sol', usage: { prompt: 5, completion: 2 } })
  })

  it('names the payload whose chunk is not UTF-8', () => {
    const bytes = Buffer.from([0x7b, 0xff]).toString('base64')
    const bad = eventFrame('chunk', { bytes })
    const { body } = see('invoke-stream', { type: eventStream, chunks: [bad] })
    expect(body?.invalidUtf8At).toBe(bad.indexOf(`{"bytes"`))
  })

  it('keeps what came before an exception, and the exception', () => {
    const headers = { ':exception-type': 'throttlingException', ':message-type': 'exception' }
    const chunks = [...converse.slice(0, 2), frameBytes(headers, '{"message":"slow down"}')]
    const seen = see('converse-stream', { type: eventStream, chunks })
    expect(seen.reply).toMatchObject({ text: 'So' })
    expect(seen.reply).not.toHaveProperty('finish')
    expect(seen.error).toEqual({
      envelope: 'message',
      message: 'slow down',
      code: 'throttlingException',
    })
  })
})

describe('the golden frames of the facts', () => {
  const hex = [
    '0000008300000052160125f30b3a6576656e742d7479706507000c6d65737361676553746172740d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d747970650700056576656e747b2270223a22616263646566222c22726f6c65223a22617373697374616e74227d0cd629ac',
    '000000b2000000613590d5d30f3a657863657074696f6e2d747970650700137468726f74746c696e67457863657074696f6e0d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d74797065070009657863657074696f6e7b226d657373616765223a22546f6f206d616e792072657175657374732c20706c656173652077616974206265666f726520747279696e6720616761696e2e227de8ffb26a',
  ]

  it('are a captured start and an exception', () => {
    const chunks = hex.map((frame) => Buffer.from(frame, 'hex'))
    const seen = see('converse-stream', { type: eventStream, chunks })
    expect(seen.frames?.violations).toEqual([])
    expect(seen.items).toMatchObject([
      { kind: 'json', name: 'messageStart', json: { role: 'assistant', p: 'abcdef' } },
      { kind: 'exception', name: 'throttlingException', byte: 131 },
    ])
    expect(seen.error?.code).toBe('throttlingException')
  })
})

describe('an error', () => {
  it('is seen in the body of a success', () => {
    const json = { type: 'application/json', chunks: ['{"error":{"message":"m"}}'] }
    expect(see('openai-chat', json).error?.message).toBe('m')
    expect(see('openai-chat-stream', json).error?.message).toBe('m')
    const trap =
      '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}'
    expect(see('openai-chat', { chunks: [trap] }).error?.envelope).toBe('unknown-operation')
  })

  it('is seen within a stream, whose reply is kept', () => {
    const chunks = [chunk, 'data: {"error": {"message": "500: Internal", "code": "500"}}\n\n']
    const seen = see('openai-chat-stream', { type: 'text/event-stream', chunks })
    expect(seen.error).toMatchObject({ message: '500: Internal', code: '500' })
    expect(seen.reply?.text).toBe('Sol')
  })

  it('is read from headers alone where the body is no JSON', () => {
    const headers = [['x-amzn-ErrorType', 'UnknownOperationException:']] as const
    const parts = { status: 404, headers, chunks: ['<UnknownOperationException/>'] }
    expect(see('bedrock-control', parts).error).toEqual({
      envelope: 'other',
      code: 'UnknownOperationException',
    })
  })

  it.each([
    [200, '{"message":"hello"}'],
    [302, '{"error":{"message":"m"}}'],
    [500, '<html>'],
    [500, ''],
  ])('is none with status %i in %s', (status, body) => {
    expect(see('openai-chat', { status, chunks: [body] })).not.toHaveProperty('error')
  })
})

it('throws nothing, whatever JSON, SSE, frames or bytes a server sends', () => {
  const random = seededRandom(11)
  const events = [
    'messageStart',
    'contentBlockStart',
    'contentBlockDelta',
    'messageStop',
    'metadata',
    'chunk',
  ]
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const sendings = [
    () => JSON.stringify(randomJson(random)),
    () => `data: ${JSON.stringify(randomJson(random))}\n\n`,
    () => eventFrame(pick(events), randomJson(random)),
    () => chunkFrame(randomJson(random)),
    () => Buffer.from(Array.from({ length: 40 }, () => Math.floor(random() * 256))),
  ]
  // What is thrown fails the test by itself: an assertion for each would cost more than reading.
  for (let round = 0; round < 120; round += 1) {
    const send = pick(sendings)
    const parts = {
      status: pick([200, 204, 302, 400, 503]),
      type: pick(['application/json', 'text/event-stream', eventStream, 'text/html']),
      chunks: [send(), send(), send()],
    }
    for (const name of apiNames) {
      for (const family of ['gpt-oss', 'llama', 'unknown']) see(name, parts, family)
    }
  }
})

it('JSON nested too deep to be walked is not read', () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
  const body = `{"output":{"message":{"content":[{"toolUse":{"input":${deep}}}]}},"message":${deep}}`
  const parts = { type: 'application/json', chunks: [body] }
  const { body: read, excess } = see('converse', parts)
  expect([read?.json, read?.jsonError, excess]).toEqual([
    undefined,
    undefined,
    'is nested deeper than 500 levels',
  ])
})

/** The frame with the byte at `at` made 0xff, and its checksum right again. */
function reframe(frame: Buffer, at: number): Buffer {
  const changed = Buffer.from(frame)
  changed[at] = 0xff
  changed.writeUInt32BE(crc32(changed.subarray(0, -4)), changed.length - 4)
  return changed
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}
