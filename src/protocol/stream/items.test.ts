import { describe, expect, it } from 'vitest'
import type { Frame, FrameHeader, SseEvent } from '../../model/observation.ts'
import { itemsFromFrames, itemsFromSse } from './items.ts'

const sseEvent = (data: string, more: Partial<SseEvent> = {}): SseEvent => ({
  start: 7,
  end: 20,
  at: 3,
  type: 'message',
  data,
  fields: ['data'],
  ...more,
})

const readSse = (events: readonly SseEvent[]) =>
  itemsFromSse({ events, comments: 0, bom: false, lineEndings: [], violations: [] })

describe('an SSE event', () => {
  it('is an item at its place, with its type for a name', () => {
    const location = { index: 0, at: 3, byte: 7, name: 'message', source: 0 }
    expect(readSse([sseEvent('{"a":1}')])).toEqual([
      { ...location, kind: 'json', text: '{"a":1}', json: { a: 1 } },
    ])
  })

  it.each([
    ['[DONE]', 'done'],
    ['[DONE] ', 'text'],
    ['[done]', 'text'],
    ['', 'text'],
    ['{"a":', 'text'],
    ['5', 'json'],
    ['null', 'json'],
  ])('with data %j is %s', (data, kind) => {
    expect(readSse([sseEvent(data, { type: 'x' })])[0]).toMatchObject({
      kind,
      text: data,
      name: 'x',
    })
  })
})

const frame = (headers: Readonly<Record<string, string>>, payload: string): Frame => ({
  start: 40,
  end: 90,
  at: 8,
  headers: Object.entries(headers).map(([name, value]): FrameHeader => ({
    name,
    type: 7,
    value,
  })),
  payload: Buffer.from(payload),
})

const read = (one: Frame, unwrapChunks = false) =>
  itemsFromFrames({ frames: [one], violations: [] }, { unwrapChunks })[0]

const base64 = (text: string): string => Buffer.from(text).toString('base64')

describe('a frame', () => {
  const event = { ':event-type': 'messageStop', ':message-type': 'event' }
  const chunk = { ':event-type': 'chunk', ':message-type': 'event' }

  it('is an item at its place, with its event type for a name', () => {
    expect(read(frame(event, '{"stopReason":"end_turn"}'))).toEqual({
      index: 0,
      at: 8,
      byte: 40,
      name: 'messageStop',
      source: 0,
      kind: 'json',
      text: '{"stopReason":"end_turn"}',
      json: { stopReason: 'end_turn' },
    })
  })

  it('is an exception or an error by its message type, whatever it holds', () => {
    const exception = { ':exception-type': 'throttlingException', ':message-type': 'exception' }
    expect(read(frame(exception, '{"message":"slow"}'))).toMatchObject({
      kind: 'exception',
      name: 'throttlingException',
      json: { message: 'slow' },
    })
    const error = { ':error-code': 'Bad', ':error-message': 'why', ':message-type': 'error' }
    expect(read(frame(error, ''))).toMatchObject({ kind: 'error', name: 'Bad', text: 'why' })
  })

  it('is text where its payload is no JSON, and has no name where no header gives one', () => {
    expect(read(frame({}, 'x'))).toMatchObject({ kind: 'text', text: 'x' })
    expect(read(frame({}, 'x'))).not.toHaveProperty('name')
  })

  it('is opened where it is a chunk and chunks are wanted', () => {
    const wrapped = frame(chunk, JSON.stringify({ bytes: base64('{"generation":"é"}'), p: 'ab' }))
    expect(read(wrapped, true)).toMatchObject({
      kind: 'json',
      name: 'chunk',
      byte: 40,
      text: '{"generation":"é"}',
      json: { generation: 'é' },
    })
    expect(read(wrapped)).toMatchObject({ json: { p: 'ab' } })
  })

  it.each(['e30', 'e30=\n', 'e3$=', 'e31=', '=', 5, null])(
    'is text where its bytes are %j, which is not base64',
    (bytes) => {
      expect(read(frame(chunk, JSON.stringify({ bytes })), true)).toMatchObject({ kind: 'text' })
    },
  )

  it('is text where its chunk is no JSON', () => {
    const wrapped = frame(chunk, JSON.stringify({ bytes: base64('{"a":') }))
    expect(read(wrapped, true)).toMatchObject({ kind: 'text', text: '{"a":' })
  })
})
