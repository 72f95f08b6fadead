/** Writes a response piece by piece and stops when the client disconnects. */
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Http2ServerResponse } from 'node:http2'
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import type { Header } from '../answer.ts'
import type { Piece, Timing } from '../hook-values.ts'

export interface Written {
  readonly status: number
  readonly headers: readonly Header[]
  readonly pieces: readonly Piece[]
  readonly trailers: readonly Header[]
  readonly timing: Timing
}

/** Resolves when all is written, the connection is cut on purpose, or the client has gone. */
export async function write(
  response: ServerResponse | Http2ServerResponse,
  written: Written,
): Promise<void> {
  const gone = new AbortController()
  const onClose = (): void => gone.abort()
  response.on('close', onClose)
  try {
    await writeAll(response, written, gone.signal)
  } catch (error) {
    // A client may disconnect at any time; stop the work for it.
    if (!gone.signal.aborted) throw error
  } finally {
    response.off('close', onClose)
  }
}

async function writeAll(
  response: ServerResponse | Http2ServerResponse,
  { status, headers, pieces, trailers, timing }: Written,
  signal: AbortSignal,
): Promise<void> {
  await wait(timing.before, signal)
  writeHead(response, status, headers)
  const streamed = pieces.length > 1 || timing.first > 0
  if (streamed) flushHead(response)
  await wait(timing.first, signal)
  for (const piece of pieces) {
    if (streamed) await turn(piece.wait, signal)
    if (signal.aborted) return
    if (piece.bytes.length > 0 && !writePiece(response, piece.bytes))
      await once(response, 'drain', { signal })
  }
  if (timing.end === 'hang') await once(response, 'close')
  else if (timing.end === 'cut') cut(response)
  else {
    response.addTrailers(Object.fromEntries(trailers))
    response.end()
  }
}

/** Milliseconds that nothing need interrupt. To watch for the end of a wait takes longer than to wait. */
const briefly = 20

async function turn(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > briefly) await pause(ms, undefined, { signal })
  else await (ms > 0 ? pause(ms) : nextTurn())
}

/** HTTP/2 sends the head with the first bytes of the body at the latest. */
function flushHead(response: ServerResponse | Http2ServerResponse): void {
  if (!isHttp2(response)) response.flushHeaders()
}

/** Two calls of one name, since the types of both versions do not unite. */
function writePiece(response: ServerResponse | Http2ServerResponse, bytes: Uint8Array): boolean {
  return isHttp2(response) ? response.write(bytes) : response.write(bytes)
}

/** Whether a response is one of HTTP/2. */
export function isHttp2(
  response: ServerResponse | Http2ServerResponse,
): response is Http2ServerResponse {
  return 'stream' in response
}

/** HTTP/1.1 keeps the case and order of names; HTTP/2 has neither. */
function writeHead(
  response: ServerResponse | Http2ServerResponse,
  status: number,
  headers: readonly Header[],
): void {
  if (isHttp2(response)) response.writeHead(status, Object.fromEntries(headers))
  else response.writeHead(status, headers.flat())
}

/** Drops the connection, with or without a response begun. */
export function cut(response: ServerResponse | Http2ServerResponse): void {
  if (isHttp2(response)) response.stream.session?.destroy()
  else response.destroy()
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await pause(ms, undefined, { signal })
}
