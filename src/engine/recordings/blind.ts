/** What a capture cannot tell: where a check looks at what was never recorded, it says nothing. */
import type { Check } from '../../model/case.ts'
import { headerValue } from '../../model/headers.ts'
import type { CheckResult } from '../../model/report.ts'
import type { Capture } from './capture.ts'

/**
 * Why the capture has nothing to say to `check`, whatever the check made of it: one sentence, or
 * undefined when its result stands.
 *
 * @param result what the check came to on what there is
 */
export function whyBlind(
  { assert }: Pick<Check, 'assert'>,
  result: CheckResult,
  capture: Capture,
): string | undefined {
  const { exchange, recorded } = capture
  if (exchange.response === undefined) {
    return exchange.failure === undefined ? 'The recording holds no response.' : undefined
  }
  return (
    lostBody(assert, capture) ??
    lostHeader(assert, result, capture) ??
    lostRequest(assert, capture) ??
    lostFraming(assert, result, capture) ??
    (recorded.timed ? undefined : lostEnd(assert, result, capture))
  )
}

/** Checks that a response without its body can still answer. */
const bodiless: ReadonlySet<string> = new Set([
  'status',
  'header',
  'content-type',
  'request-id',
  'retry-after',
  'no-buffering-length',
  'no-server-error',
  'not-redirected',
])

function lostBody(assert: string, { exchange, recorded }: Capture): string | undefined {
  if (recorded.bodySaved || bodiless.has(assert)) return undefined
  const { method } = exchange.request
  const status = exchange.response?.status ?? 0
  // RFC 9110 sections 15.3.5 and 15.4.5: these have none.
  if (method.toUpperCase() === 'HEAD' || status === 204 || status === 304) return undefined
  return 'The recording does not hold the body of the response.'
}

interface HeaderUse {
  /** Any of these answers it. */
  readonly names: readonly string[]
  /** Whether it looks at them in some responses only, so that a pass stands. */
  readonly sometimes?: true
}

/** Checks of response headers, and the headers that each looks at. */
const headerUses: ReadonlyMap<string, HeaderUse> = new Map<string, HeaderUse>([
  ['content-type', { names: ['content-type'] }],
  ['request-id', { names: ['x-amzn-requestid', 'x-request-id', 'x-amz-request-id', 'request-id'] }],
  ['error-type', { names: ['x-amzn-errortype'], sometimes: true }],
  [
    'token-headers',
    { names: ['x-amzn-bedrock-input-token-count', 'x-amzn-bedrock-output-token-count'] },
  ],
  ['retry-after', { names: ['retry-after'], sometimes: true }],
  ['no-buffering-length', { names: ['content-length'] }],
  ['created-near-date', { names: ['date'] }],
])

function lostHeader(assert: string, result: CheckResult, capture: Capture): string | undefined {
  const use = headerUses.get(assert)
  if (use === undefined || (use.sometimes === true && result.verdict === 'pass')) return undefined
  const { marks } = capture
  const kept = use.names.some((name) => hasHeader(capture, name) && !marks.derived.has(name))
  if (kept || headersWhole(capture)) return undefined
  const withheld = use.names.find((name) => marks.withheld.has(name))
  return withheld === undefined
    ? `The recording does not hold the header ${use.names[0] ?? ''} of the response.`
    : `The header ${withheld} came, and its value was taken out of the recording.`
}

function hasHeader({ exchange }: Capture, name: string): boolean {
  return headerValue(exchange.response?.headers ?? [], name) !== undefined
}

/** Whether a header that is missing did not come: a list that was tampered with does not tell. */
function headersWhole({ exchange, marks }: Capture): boolean {
  const { headers = [] } = exchange.response ?? {}
  return headers.length > 0 && !marks.converted && marks.derived.size + marks.withheld.size === 0
}

/** Checks that hold a reply against what was asked for. */
const ofRequest: ReadonlySet<string> = new Set([
  'choices',
  'usage-chunk',
  'obfuscation',
  'model-echo',
])

function lostRequest(assert: string, { exchange, recorded }: Capture): string | undefined {
  if (!ofRequest.has(assert) || recorded.requestSaved || recorded.timed) return undefined
  if (exchange.request.method.toUpperCase() !== 'POST') return undefined
  return 'The recording does not hold the body of the request.'
}

/** Checks of framing, and how a converter names what it made up. */
const framing: ReadonlyMap<string, string> = new Map([
  ['sse-framing', 'sse-framing'],
  ['sse-done', '[DONE]'],
  ['event-stream-crc', ''],
  ['event-stream-lengths', ''],
  ['event-stream-headers', ''],
  ['event-stream-complete', ''],
])

/** Checks that compare what a converter may have made up. */
const inventions: ReadonlyMap<string, string> = new Map([
  ['one-id', 'id'],
  ['one-created', 'created'],
])

/**
 * A converter's own framing says nothing for the server when it is right. When it is broken, the
 * recording is: that stands.
 */
function lostFraming(
  assert: string,
  { verdict }: CheckResult,
  { marks }: Capture,
): string | undefined {
  if (verdict !== 'pass') return undefined
  const invention = inventions.get(assert)
  if (invention !== undefined && marks.invented.has(invention)) {
    return `The ${invention} in the recording was made up by its converter.`
  }
  const name = framing.get(assert)
  if (name === undefined || !(marks.reframed || marks.invented.has(name))) return undefined
  return 'The framing of the stream in the recording was written by its converter.'
}

/** Checks of the time at which things came. */
const ofTime: ReadonlySet<string> = new Set(['sse-eof', 'incremental', 'answers-within'])

function lostEnd(assert: string, { verdict }: CheckResult, capture: Capture): string | undefined {
  if (ofTime.has(assert)) return 'The recording does not say when each part of the body came.'
  if (verdict !== 'pass') return undefined
  if (assert === 'complete-response') {
    return 'The recording does not say whether the body ended as HTTP says.'
  }
  if (assert !== 'no-token-leak' || capture.searched) return undefined
  return 'The recording does not hold the credentials that were sent.'
}
