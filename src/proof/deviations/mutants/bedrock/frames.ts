/** AWS event streams that break their encoding or their order. */
import type { Api, StreamEvent } from '../../../../reference/call.ts'
import type { Piece } from '../../../../reference/deviation.ts'
import { flipped, mutant } from '../../edit.ts'

const converse: { readonly apis: readonly Api[] } = { apis: ['converse-stream'] }
const framed: { readonly apis: readonly Api[] } = { apis: ['converse-stream', 'invoke-stream'] }

function withoutType(type: string): (events: readonly StreamEvent[]) => StreamEvent[] {
  return (events) => events.filter((event) => event.kind === 'error' || event.type !== type)
}

/** Changes the bytes of the frame in the middle. */
function middle(edit: (bytes: Uint8Array) => Uint8Array): (pieces: readonly Piece[]) => Piece[] {
  return (pieces) => {
    const at = Math.floor(pieces.length / 2)
    return pieces.map((piece, index) =>
      index === at ? { ...piece, bytes: edit(piece.bytes) } : piece,
    )
  }
}

const throttled: StreamEvent = {
  kind: 'exception',
  type: 'throttlingException',
  payload: { message: 'Too many requests, please wait before trying again.' },
}

export const frameMutants = [
  mutant(
    'no-content-block-stop',
    'No block is ever closed.',
    ['D67', 'bifrost#4262'],
    { events: withoutType('contentBlockStop') },
    { kills: ['*/block-order'], ...converse },
  ),
  mutant(
    'no-message-stop',
    'The message never stops.',
    ['D67', 'litellm#32686'],
    { events: withoutType('messageStop') },
    { kills: ['*/message-stop'], ...converse },
  ),
  mutant(
    'no-metadata',
    'Usage and latency never come.',
    ['D67', 'effect#6160'],
    { events: withoutType('metadata') },
    { kills: ['*/metadata'], ...converse },
  ),
  mutant(
    'no-message-start',
    'The message never starts.',
    ['D67'],
    { events: withoutType('messageStart') },
    { kills: ['*/message-start'], ...converse },
  ),
  mutant(
    'message-start-twice',
    'The message starts twice.',
    ['CS-05'],
    { events: (events) => [...events.slice(0, 1), ...events] },
    { kills: ['*/message-start'], ...converse },
  ),
  mutant(
    'metadata-before-stop',
    'Metadata comes before the message has stopped.',
    ['CS-08'],
    {
      events: (events) => [...events.slice(0, -2), ...events.slice(-1), ...events.slice(-2, -1)],
    },
    { kills: ['*/metadata'], ...converse },
  ),
  mutant(
    'exception-mid-stream',
    'The stream breaks off with an exception.',
    ['D67', 'req_llm#1033'],
    {
      events: (events) => [...events.slice(0, 2), throttled],
    },
    { also: ['*/one-finish'], kills: ['*/no-exception'], ...framed },
  ),
  mutant(
    'error-mid-frames',
    'The stream breaks off with an error that is not modelled.',
    ['CS-09'],
    {
      events: (events) => [
        ...events.slice(0, 2),
        { kind: 'error', code: 'InternalError', message: 'An internal error has occurred.' },
      ],
    },
    { also: ['*/one-finish'], kills: ['*/no-exception'], ...framed },
  ),
  mutant(
    'delta-after-stop',
    'A block goes on after it was closed.',
    ['CS-06'],
    {
      events: (events) => {
        const stop = events.findIndex(
          (event) => event.kind === 'event' && event.type === 'contentBlockStop',
        )
        const delta = events[stop - 1]
        return delta ? [...events.slice(0, stop + 1), delta, ...events.slice(stop + 1)] : events
      },
    },
    { kills: ['*/block-order'], ...converse },
  ),
  mutant(
    'message-crc-wrong',
    "A frame's checksum is wrong.",
    ['D68'],
    { frames: middle((bytes) => flipped(bytes, -1)) },
    { kills: ['*/crc'], ...framed },
  ),
  mutant(
    'prelude-crc-wrong',
    "A frame's prelude checksum is wrong.",
    ['D68'],
    { frames: middle((bytes) => flipped(bytes, 9)) },
    { kills: ['*/crc'], ...framed },
  ),
  mutant(
    'frame-length-wrong',
    'A frame says that it is longer than it is.',
    ['D68'],
    { frames: middle((bytes) => flipped(bytes, 3)) },
    { kills: ['*/crc'], ...framed },
  ),
  mutant(
    'last-frame-cut',
    'The last frame ends too early.',
    ['CS-03'],
    {
      frames: (pieces) =>
        pieces.map((piece, at) =>
          at === pieces.length - 1 ? { ...piece, bytes: piece.bytes.subarray(0, -9) } : piece,
        ),
    },
    {
      also: ['*/counts', '*/invocation-metrics', '*/metadata'],
      kills: ['*/ends-on-a-frame'],
      ...framed,
    },
  ),
  mutant(
    'latency-zero',
    'The latency is not above zero.',
    ['CV-04'],
    {
      body: (body) =>
        typeof body === 'object' && body !== null && 'metrics' in body
          ? { ...body, metrics: { latencyMs: 0 } }
          : body,
      events: (events) =>
        events.map((event) =>
          event.kind === 'event' && event.type === 'metadata'
            ? { ...event, payload: { ...event.payload, metrics: { latencyMs: 0 } } }
            : event,
        ),
    },
    { kills: ['*/latency'] },
  ),
  mutant(
    'stop-reason-unknown',
    'The reason is no word of the model.',
    ['CV-02'],
    {
      body: (body) =>
        typeof body === 'object' && body !== null && 'stopReason' in body
          ? { ...body, stopReason: 'finished' }
          : body,
      events: (events) =>
        events.map((event) =>
          event.kind === 'event' && event.type === 'messageStop'
            ? { ...event, payload: { ...event.payload, stopReason: 'finished' } }
            : event,
        ),
    },
    { also: ['*/event-schema', '*/message-stop', '*/response-schema'], kills: ['*/stop-reason'] },
  ),
]
