import { expect, it } from 'vitest'
import { EventStreamCodec } from '@smithy/eventstream-codec'
import { fromHar } from './har.ts'

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString('utf8'),
  (text) => new TextEncoder().encode(text),
)
const stream = Buffer.concat(
  ['{"a":1}', '{"b":"Grüße"}'].map((text) =>
    codec.encode({
      headers: { ':event-type': { type: 'string', value: 'messageStop' } },
      body: new TextEncoder().encode(text),
    }),
  ),
)

function read(text: string, more: object = {}) {
  const type = 'application/vnd.amazon.eventstream'
  const response = {
    status: 200,
    headers: [{ name: 'Content-Type', value: type }],
    content: { size: -1, mimeType: type, text, ...more },
  }
  const request = { method: 'POST', url: 'http://x/model/m/converse-stream' }
  const { exchanges, problems } = fromHar(
    JSON.stringify({ log: { entries: [{ request, response }] } }),
  )
  const [one] = exchanges
  const decoded = one?.exchange.response?.decoded ?? []
  const body = Buffer.concat(decoded.map(({ bytes }) => bytes))
  return { body, problems, bodySaved: one?.recorded.bodySaved }
}

it('an event stream whose bytes were replaced by marks was not saved: its server is not blamed', () => {
  expect(stream.toString('utf8')).toContain('\uFFFD')
  const { problems, body, bodySaved } = read(stream.toString('utf8'))
  expect(problems).toEqual(['Entry 1: its event stream was saved as text, so its bytes are lost.'])
  expect({ length: body.length, bodySaved }).toEqual({ length: 0, bodySaved: false })
})

it('an event stream that was saved a character for each byte, or as base64, is read', () => {
  const whole = { body: stream, problems: [], bodySaved: true }
  expect(read(stream.toString('latin1'))).toEqual(whole)
  expect(read(stream.toString('base64'), { encoding: 'base64' })).toEqual(whole)
})

it('a text that is no event stream at all stays what it is', () => {
  expect(read('{"message":"größer 👋"}').body.toString()).toBe('{"message":"größer 👋"}')
})
