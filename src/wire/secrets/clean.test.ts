import { expect, it } from 'vitest'
import type { Exchange, WireResponse } from '../../model/exchange.ts'
import { joinBytes } from '../bytes.ts'
import { readEventStream } from '../event-stream/event-stream.ts'
import { EventStreamCodec } from '@smithy/eventstream-codec'
import { readSse } from '../sse/sse.ts'
import { cleanOutcome } from './clean.ts'
import { createRedactor } from './redact.ts'

const secret = 'sk-Ab3+x9-super/secret-0123456789'
const redactor = createRedactor([secret])
const encoder = new TextEncoder()

function response(chunks: readonly (Uint8Array | string)[], more: Partial<WireResponse> = {}) {
  const decoded = chunks.map((chunk, at) => ({
    at,
    bytes: typeof chunk === 'string' ? encoder.encode(chunk) : chunk,
  }))
  return {
    status: 200,
    statusText: 'OK',
    httpVersion: 'HTTP/1.1',
    headers: [],
    headersAt: 0,
    raw: decoded,
    decoded,
    endedAt: 9,
    complete: true,
    ...more,
  }
}

function cleaned(chunks: readonly (Uint8Array | string)[], more: Partial<WireResponse> = {}) {
  const outcome = cleanOutcome({ response: response(chunks, more) }, redactor)
  const { decoded = [] } = outcome.response ?? {}
  return { ...outcome, decoded, body: joinBytes(decoded.map(({ bytes }) => bytes)) }
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

/** `secret` in pieces of five characters. */
const pieces = secret.match(/.{1,5}/g) ?? []

it('overwrites a secret in place, so that chunks and offsets stay', () => {
  const { decoded, leaks } = cleaned(['a sk-Ab3+x9', '-super/secret-', '0123456789 b', 'c'])
  expect(decoded.map(({ bytes }) => text(bytes))).toEqual([
    'a <redacted',
    `>${'*'.repeat(13)}`,
    `${'*'.repeat(10)} b`,
    'c',
  ])
  expect(leaks).toEqual([{ where: 'body', byte: 2 }])
})

it('leaves an answer without a secret as it is', () => {
  const plain = response(['{"a":1}'])
  expect(cleanOutcome({ response: plain }, redactor).response?.decoded).toBe(plain.decoded)
})

it('hides a secret that is split over the deltas of a stream, and the stream stays valid', () => {
  const lines = pieces.map(
    (piece) => `data: {"choices":[{"index":0,"delta":{"content":"${piece}"}}]}\n\n`,
  )
  const { body, leaks } = cleaned(lines)
  const { events, violations } = readSse([{ at: 0, bytes: body }])
  const stated = events.map(({ data }) => JSON.parse(data).choices[0].delta.content).join('')
  expect(stated).toBe('*'.repeat(secret.length))
  expect(violations).toEqual([])
  expect(leaks[0]).toMatchObject({ where: 'body' })
})

it('tells apart which choice a fragment belongs to', () => {
  const lines = pieces.flatMap((piece) => [
    `data: {"choices":[{"index":0,"delta":{"content":"${piece}"}}]}\n\n`,
    'data: {"choices":[{"index":1,"delta":{"content":"other"}}]}\n\n',
  ])
  expect(text(cleaned(lines).body)).not.toContain(pieces[1])
})

const codec = new EventStreamCodec(
  (input) => (typeof input === 'string' ? input : Buffer.from(input).toString('utf8')),
  (input) => encoder.encode(input),
)

function frame(payload: string): Uint8Array {
  const headers = { ':event-type': { type: 'string', value: 'chunk' } } as const
  return codec.encode({ headers, body: encoder.encode(payload) })
}

it('hides a secret that is split over messages, whose checksums stay right', () => {
  const frames = pieces.map((piece) => frame(`{"contentBlockIndex":0,"delta":{"text":"${piece}"}}`))
  const { body } = cleaned(frames)
  const record = readEventStream([{ at: 0, bytes: body }])
  expect(record.violations).toEqual([])
  expect(record.frames.map(({ payload }) => text(payload)).join('')).not.toContain(pieces[2])
})

it('leaves the wrong checksum of a message wrong', () => {
  const damaged = frame(`{"text":"${secret}"}`)
  damaged[damaged.length - 1]! ^= 1
  const { body } = cleaned([damaged])
  expect(text(body)).not.toContain(secret)
  expect(readEventStream([{ at: 0, bytes: body }]).violations).toMatchObject([
    { code: 'eventstream.message-crc' },
  ])
})

it('hides a secret in base64 chunks by coding them anew', () => {
  const chunk = (inner: string): Uint8Array =>
    frame(`{"bytes":"${Buffer.from(inner).toString('base64')}"}`)
  const { body } = cleaned(pieces.map((piece) => chunk(`{"generation":"${piece}"}`)))
  const { frames, violations } = readEventStream([{ at: 0, bytes: body }])
  const stated = frames.map(({ payload }) => {
    const { bytes } = JSON.parse(text(payload))
    return JSON.parse(Buffer.from(bytes, 'base64').toString()).generation
  })
  expect(stated.join('')).toBe('*'.repeat(secret.length))
  expect(violations).toEqual([])
})

const foreign = `bedrock-api-key-${'a1B'.repeat(20)}`

it.each([
  ['a message', JSON.stringify({ text: foreign })],
  ['a base64 chunk', JSON.stringify({ bytes: base64(JSON.stringify({ text: foreign })) })],
])('hides the key of another in %s, whose checksum stays right', (_, payload) => {
  for (const one of [redactor, createRedactor([])]) {
    const { response: clean, leaks } = cleanOutcome({ response: response([frame(payload)]) }, one)
    const { frames, violations } = readEventStream(clean?.decoded ?? [])
    const seen = JSON.parse(text(frames[0]!.payload))
    const content = seen.bytes ? JSON.parse(Buffer.from(seen.bytes, 'base64').toString()) : seen
    expect(content.text).toMatch(/^<redacted>\*+$/)
    expect(violations).toEqual([])
    expect(leaks).toEqual([])
  }
})

function base64(content: string): string {
  return Buffer.from(content).toString('base64')
}

it('hides a secret in the status line, the headers and the failure', () => {
  const failure = { kind: 'reset', message: `It said ${secret}.`, remedy: 'r', after: 1 } as const
  const answer = response([], {
    statusText: secret,
    headers: [
      ['x-folded', `a ${pieces.join('\r\n ')}`],
      ['location', `/?k=${encodeURIComponent(secret)}`],
      ['x-part', secret.slice(0, 9)],
      ['x-part', secret.slice(9)],
    ],
  })
  const outcome: Exchange | object = cleanOutcome({ response: answer, failure }, redactor)
  expect(outcome).toMatchObject({
    failure: { message: 'It said <redacted>.' },
    response: { statusText: '<redacted>' },
    leaks: [
      { name: 'status line' },
      { name: 'x-folded' },
      { name: 'location' },
      { name: 'x-part' },
    ],
  })
  expect(JSON.stringify(outcome)).not.toMatch(/secret|x9-su/)
})

it('lets the content stand for coded bytes that held a secret', () => {
  const raw = [{ at: 1, bytes: Uint8Array.of(1, 2, 3) }]
  const { response: clean } = cleaned([secret], { raw })
  expect(clean?.raw).toBe(clean?.decoded)
})
