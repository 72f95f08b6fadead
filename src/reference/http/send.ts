/** Gives an answer its bytes and writes them at its pace. */
import type { ServerResponse } from 'node:http'
import type { Http2ServerResponse } from 'node:http2'
import { gzipSync } from 'node:zlib'
import type { Call } from '../call.ts'
import type { Answer, Chunk, Header } from '../answer.ts'
import type { Piece, Timing } from '../hook-values.ts'
import { brokenTiming, stalled } from '../faults/play.ts'
import { encodeFrame, padded } from './frames.ts'
import { writeMessage } from './message.ts'
import { cut, isHttp2, write } from './write.ts'

/** How many waits a stream has at most, so that very long ones still end soon. */
const mostWaits = 200

/**
 * Pieces of a long stream. With at most two tokens of seven characters in each, a shorter one has less
 * text than the check `incremental` wants to see, so it cannot be seen whether it comes bit by bit.
 */
const fewestPaced = 24

/** Answers the request; resolves when everything is written or the client has gone. */
export async function send(
  call: Call,
  answer: Answer,
  response: ServerResponse | Http2ServerResponse,
  latencyMs: number,
): Promise<void> {
  if (call.breaks === 'reset') return cut(response)
  const usual = { before: latencyMs, first: 0, end: 'close' } as const
  const timing = call.hook('timing', brokenTiming(call, answer, usual))
  const { pieces, extra } = encoded(call, answer, timing)
  const written = call.hook('bytes', stalled(call, pieces))
  const status = call.hook('status', 'status' in answer ? answer.status : 200)
  const headers = call.hook('headers', [
    ...requestIdHeader(call),
    ...answer.headers,
    ...extra,
    ...lengthHeader(answer, written),
  ])
  const trailers = call.hook('trailers', [])
  const edit = call.hook('message', undefined)
  const whole = { status, headers, pieces: written, trailers, timing }
  if (edit === undefined || isHttp2(response)) await write(response, whole)
  else await writeMessage(response, whole, edit)
}

function requestIdHeader(call: Call): Header[] {
  return call.endpoint === 'llama-stack' ? [] : [['x-amzn-RequestId', call.requestId]]
}

/** Streams are chunked; a plain body says how long it is. */
function lengthHeader(answer: Answer, pieces: readonly Piece[]): Header[] {
  if (answer.kind === 'sse' || answer.kind === 'frames') return []
  const length = pieces.reduce((sum, piece) => sum + piece.bytes.length, 0)
  return [['Content-Length', String(length)]]
}

interface Encoded {
  readonly pieces: readonly Piece[]
  readonly extra: readonly Header[]
}

function encoded(call: Call, answer: Answer, timing: Timing): Encoded {
  switch (answer.kind) {
    case 'json':
      return compressed(
        call,
        call.hook('text', JSON.stringify(call.hook('body', answer.json)) ?? ''),
      )
    case 'text':
      return compressed(call, call.hook('text', answer.text))
    case 'sse': {
      const chunks = call.hook('chunks', answer.chunks)
      const named = answer.named === true
      const blocks = chunks.map((chunk) => Buffer.from(sseBlock(chunk, named)))
      return { pieces: call.hook('frames', paced(blocks, timing)), extra: [] }
    }
    case 'frames': {
      const made = answer.events.map((event) =>
        event.kind === 'event' ? { ...event, payload: padded(event.payload, call.random) } : event,
      )
      const frames = call.hook('events', made).map(encodeFrame)
      return { pieces: call.hook('frames', paced(frames, timing)), extra: [] }
    }
  }
}

/** WHATWG HTML section 9.2.6: one data field, after its name where it has one, and a blank line. */
function sseBlock(chunk: Chunk, named: boolean): string {
  if (typeof chunk === 'string') return `data: ${chunk}\n\n`
  const name = named ? `event: ${String(chunk['type'])}\n` : ''
  return `${name}data: ${JSON.stringify(chunk)}\n\n`
}

function paced(blocks: readonly Uint8Array[], timing: Timing): Piece[] {
  const every = Math.ceil(blocks.length / mostWaits)
  const gap = timing.gap ?? (blocks.length < fewestPaced ? 0 : 1)
  return blocks.map((bytes, at) => ({ bytes, wait: at > 0 && at % every === 0 ? gap : 0 }))
}

function compressed(call: Call, text: string): Encoded {
  const bytes = Buffer.from(text)
  const accepted = String(call.headers['accept-encoding'] ?? '')
  if (!/\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:\s|,|$))/iu.test(accepted)) {
    return { pieces: [{ bytes, wait: 0 }], extra: [] }
  }
  return {
    pieces: [{ bytes: gzipSync(bytes), wait: 0 }],
    extra: [
      ['Content-Encoding', 'gzip'],
      ['Vary', 'Accept-Encoding'],
    ],
  }
}
