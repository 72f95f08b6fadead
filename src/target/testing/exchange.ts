/** Exchanges made up for tests. */
import type {
  Exchange,
  HeaderList,
  TransportFailureKind,
  HttpRequest,
  Send,
} from '../../model/exchange.ts'

const request = { method: 'GET', url: 'http://127.0.0.1:1/', headers: [], body: new Uint8Array() }
const common = { startedAt: '2026-11-22T00:00:00.000Z', request, earlier: [], leaks: [] }

/** A response; anything but a string is sent as JSON. */
export function answered(status: number, body: unknown = '', headers: HeaderList = []): Exchange {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const bytes = [{ at: 1, bytes: new TextEncoder().encode(text) }]
  const rest = { statusText: '', httpVersion: 'HTTP/1.1', headersAt: 1, endedAt: 1, complete: true }
  return { ...common, response: { status, headers, raw: bytes, decoded: bytes, ...rest } }
}

export function failed(kind: TransportFailureKind, message = 'It failed.'): Exchange {
  return { ...common, failure: { kind, message, remedy: 'Mend it.', after: 1 } }
}

export interface Recorder {
  readonly send: Send
  readonly connect: () => Send
  readonly sent: HttpRequest[]
}

/** Answers every request by `answer`, and keeps the requests. */
export function recorder(answer: (request: HttpRequest) => Exchange): Recorder {
  const sent: HttpRequest[] = []
  const send: Send = async (asked) => {
    sent.push(asked)
    return answer(asked)
  }
  return { send, connect: () => send, sent }
}
