import { EventStreamCodec } from '@smithy/eventstream-codec'
import { expect, it } from 'vitest'
import { hangUpAfter } from './hang-up.ts'

const text = new TextEncoder()

it.each(['\n\n', '\r\n\r\n', '\r\r'])('counts events that end in %j', (end) => {
  const enough = hangUpAfter(2, 'sse')
  expect(enough({ bytes: text.encode(`data: 1${end}data: 2`) })).toBe(false)
  expect(enough({ bytes: text.encode(`data: 1${end}data: 2${end}`) })).toBe(true)
})

it('counts neither comments nor events without data', () => {
  const enough = hangUpAfter(1, 'sse')
  const others = ': keep-alive\n\nevent: ping\n\ndatabase: 1\n\n'
  expect(enough({ bytes: text.encode(others) })).toBe(false)
  expect(enough({ bytes: text.encode(`${others}: on\nevent: text\ndata\n\n`) })).toBe(true)
})

it('counts whole frames of an event stream', () => {
  const codec = new EventStreamCodec(
    (bytes) => Buffer.from(bytes as Uint8Array).toString(),
    (given) => Buffer.from(given),
  )
  const frame = codec.encode({ headers: {}, body: text.encode('{}') })
  const enough = hangUpAfter(2, 'event-stream')
  const two = Buffer.concat([frame, frame])
  expect(enough({ bytes: two.subarray(0, two.length - 1) })).toBe(false)
  expect(enough({ bytes: two })).toBe(true)
})

it('ends on bytes that are not frames', () => {
  const enough = hangUpAfter(3, 'event-stream')
  expect(enough({ bytes: new Uint8Array(64) })).toBe(true)
})

it('passes by the byte order mark with which a stream may begin', () => {
  const enough = hangUpAfter(1, 'sse')
  expect(enough({ bytes: text.encode('\uFEFFdata: 1\n\n') })).toBe(true)
})
