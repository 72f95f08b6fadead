/** AWS event streams that are unusual and legal. */
import { EventStreamCodec } from '@smithy/eventstream-codec'
import type { Api, StreamEvent } from '../../../reference/call.ts'
import { asObject } from '../../../reference/json.ts'
import { eachText, oddity, withContent } from '../edit.ts'
import { contentOf } from '../edit.ts'
import { inEvents } from '../reach.ts'

const framed: { readonly apis: readonly Api[] } = { apis: ['converse-stream', 'invoke-stream'] }
const converse: { readonly apis: readonly Api[] } = { apis: ['converse-stream'] }
const sse: { readonly apis: readonly Api[] } = { apis: ['openai-chat-stream'] }

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8')),
  (text) => Buffer.from(text, 'utf8'),
)

type Headers = Parameters<typeof codec.encode>[0]['headers']

function withHeaders(edit: (headers: Headers) => Headers) {
  return (pieces: readonly { readonly bytes: Uint8Array; readonly wait: number }[]) =>
    pieces.map((piece) => {
      const { headers, body } = codec.decode(piece.bytes)
      return { ...piece, bytes: codec.encode({ headers: edit(headers), body }) }
    })
}

export const frameOddities = [
  oddity(
    'frame-headers-reversed',
    'The headers of a frame come in another order.',
    ['aws event stream'],
    { frames: withHeaders((headers) => Object.fromEntries(Object.entries(headers).toReversed())) },
    framed,
  ),
  oddity(
    'frame-headers-more',
    'Frames have headers that nobody knows, of several types.',
    ['aws event stream'],
    {
      frames: withHeaders((headers) => ({
        ...headers,
        ':x-trace': { type: 'string', value: 'abc' },
        ':date': { type: 'timestamp', value: new Date(0) },
        attempt: { type: 'integer', value: 1 },
        cached: { type: 'boolean', value: false },
      })),
    },
    framed,
  ),
  oddity(
    'events-unknown',
    'Events come that nobody has modelled.',
    ['botocore: unknown members of an event union are skipped'],
    {
      events: ([first, ...rest]) => {
        const ping: StreamEvent = { kind: 'event', type: 'heartbeat', payload: { at: 1 } }
        return first === undefined ? [] : [first, ping, ...rest]
      },
    },
    framed,
  ),
  oddity(
    'block-start-for-text',
    'A block of text is started too.',
    ['D67', 'facts 2.2'],
    {
      events: (events) => {
        const started = new Set<unknown>()
        return events.flatMap((event): StreamEvent[] => {
          if (event.kind !== 'event') return [event]
          const { contentBlockIndex } = event.payload
          if (event.type === 'contentBlockStart') started.add(contentBlockIndex)
          if (event.type !== 'contentBlockDelta' || started.has(contentBlockIndex)) return [event]
          started.add(contentBlockIndex)
          const payload = { contentBlockIndex, start: {} }
          return [{ kind: 'event', type: 'contentBlockStart', payload }, event]
        })
      },
    },
    converse,
  ),
  oddity(
    'empty-text-deltas',
    'A delta of a block is an empty text.',
    ['facts 2.2'],
    {
      events: (events) =>
        events.flatMap((event): StreamEvent[] =>
          event.kind === 'event' && 'text' in asObject(event.payload['delta'])
            ? [{ ...event, payload: { ...event.payload, delta: { text: '' } } }, event]
            : [event],
        ),
    },
    converse,
  ),
  oddity(
    'block-indexes-from-one',
    'Blocks are counted from 1.',
    ['facts 2.2'],
    {
      events: (events) =>
        ['contentBlockStart', 'contentBlockDelta', 'contentBlockStop'].reduce<StreamEvent[]>(
          (all, type) => inEvents(type, 'contentBlockIndex', (index) => Number(index) + 1)(all),
          [...events],
        ),
    },
    converse,
  ),
  oddity('seven-byte-reads', 'Seven bytes come at a time.', ['RFC 9112 7.1', 'D68'], {
    bytes: (pieces) => {
      const all = Buffer.concat(pieces.map((piece) => piece.bytes))
      const head = all.subarray(0, 7000)
      const parts = Array.from({ length: Math.ceil(head.length / 7) }, (_, at) => ({
        bytes: head.subarray(at * 7, at * 7 + 7),
        wait: 0,
      }))
      return all.length > 7000 ? [...parts, { bytes: all.subarray(7000), wait: 0 }] : parts
    },
  }),
  oddity(
    'pause-mid-stream',
    'A stream is silent for a second.',
    ['facts 1.6'],
    {
      frames: (pieces) => pieces.map((piece, at) => (at === 3 ? { ...piece, wait: 1000 } : piece)),
    },
    { apis: ['openai-chat-stream', 'converse-stream', 'invoke-stream'] },
  ),
  oddity(
    'stream-slowly',
    'A stream takes its time between events.',
    ['facts 1.6'],
    { timing: (timing) => ({ ...timing, gap: 6 }) },
    { apis: ['openai-chat-stream', 'converse-stream', 'invoke-stream'] },
  ),
  oddity(
    'blank-lines-between',
    'Several blank lines stand between events.',
    ['WHATWG HTML 9.2.6'],
    { frames: eachText((text) => `${text}\n\n`) },
    sse,
  ),
  oddity(
    'comment-inside-event',
    'A comment stands inside an event.',
    ['WHATWG HTML 9.2.6'],
    { frames: eachText((text) => text.replace(/\n\n$/u, '\n: still here\n\n')) },
    sse,
  ),
  oddity(
    'comment-first-and-last',
    'Comments stand before the first event and after the last.',
    ['WHATWG HTML 9.2.6', 'llm-gateway#2053'],
    {
      frames: (pieces) => [
        { bytes: Buffer.from(': OPENROUTER PROCESSING\n\n'), wait: 0 },
        ...pieces,
        { bytes: Buffer.from(': bye\n\n'), wait: 0 },
      ],
    },
    sse,
  ),
  oddity(
    'fields-unknown',
    'Events have fields that nobody knows.',
    ['WHATWG HTML 9.2.6'],
    { frames: eachText((text, at) => `x-seq: ${at}\n${text}`) },
    sse,
  ),
  oddity(
    'line-ends-mixed',
    'Some lines end with CR LF, others with LF.',
    ['WHATWG HTML 9.2.6'],
    { frames: eachText((text, at) => (at % 2 === 0 ? text.replaceAll('\n', '\r\n') : text)) },
    sse,
  ),
  oddity(
    'two-spaces-after-data',
    'Two spaces follow the colon; the second belongs to the JSON.',
    ['WHATWG HTML 9.2.6'],
    { frames: eachText((text) => text.replace(/^data: \{/u, 'data:  {')) },
    sse,
  ),
  oddity(
    'reasoning-wrapped-per-delta',
    'Each delta of the reasoning stands in tags of its own, as on the real runtime.',
    ['D36', 'RZ-05'],
    {
      chunks: (chunks) => {
        const at = chunks.findIndex((chunk) => contentOf(chunk) !== undefined)
        const first = chunks[at]
        if (first === undefined || typeof first === 'string') return chunks
        const thoughts = ['Let me', ' think.'].map((text) =>
          withContent(first, `<reasoning>${text}</reasoning>`),
        )
        return [...chunks.slice(0, at), ...thoughts, ...chunks.slice(at)]
      },
    },
    { fronts: ['runtime'], apis: ['openai-chat-stream', 'invoke-stream'] },
  ),
]
