/** A reply that breaks as it was asked to. */
import type { Call } from '../call.ts'
import { refuse, type Answer, type Chunk, type StreamEvent } from '../answer.ts'
import type { Piece, Timing } from '../hook-values.ts'
import type { Break } from './fault.ts'

/** Number of chunks before a stream breaks: enough to show that it had begun. */
const chunksBefore = 3
/** Milliseconds: longer than a buffer's patience, shorter than a client's. */
const stallMs = 2000

/** OpenAI's error object, in an event of its own. */
const errorChunk: Chunk = {
  error: {
    message: 'The stream broke off: the system encountered an unexpected error.',
    type: 'server_error',
    param: null,
    code: null,
  },
}

/** The modelled exception of an event stream. */
const exceptionEvent: StreamEvent = {
  kind: 'exception',
  type: 'internalServerException',
  payload: { message: 'The system encountered an unexpected error during processing.' },
}

/**
 * Breaks an answer; what concerns the connection is noted in the call. The Llama
 * Stack endpoint is a server of its own: what breaks behind it reaches its clients as a refusal (RFC
 * 9110 section 15.6.3) or as an event that reports it.
 *
 * @param error the event of a stream of server-sent events that reports it
 */
export function broken(call: Call, answer: Answer, how: Break, error: Chunk = errorChunk): Answer {
  const isStream = answer.kind === 'sse' || answer.kind === 'frames'
  if (how === 'stall') {
    call.breaks = how
    return answer
  }
  if (call.endpoint === 'llama-stack' && (how === 'reset' || !isStream)) {
    refuse(502, 'server', 'Bedrock broke the connection off.')
  }
  if (how === 'reset' || !isStream) {
    call.breaks = 'reset'
    return answer
  }
  const isReported = how === 'exception' || call.endpoint === 'llama-stack'
  if (!isReported) call.breaks = how
  return answer.kind === 'frames'
    ? { ...answer, events: begun(answer.events, isReported ? [exceptionEvent] : []) }
    : { ...answer, chunks: begun(answer.chunks, isReported ? [error] : []) }
}

/** As much of a stream as shows that it had begun, and what comes after it. */
function begun<T>(events: readonly T[], last: readonly T[]): readonly T[] {
  return [...events.slice(0, chunksBefore), ...last]
}

/** What the break does to the waits, and to how the connection ends. */
export function brokenTiming({ breaks }: Call, answer: Answer, timing: Timing): Timing {
  if (breaks === 'cut') return { ...timing, end: 'cut' }
  const waits = breaks === 'stall' && answer.kind !== 'sse' && answer.kind !== 'frames'
  return waits ? { ...timing, before: timing.before + stallMs } : timing
}

/** Pieces of a stream that stalls half-way: after some of it has been sent. */
export function stalled({ breaks }: Call, pieces: readonly Piece[]): readonly Piece[] {
  if (breaks !== 'stall' || pieces.length <= chunksBefore) return pieces
  return pieces.map((piece, at) => (at === chunksBefore ? { ...piece, wait: stallMs } : piece))
}
