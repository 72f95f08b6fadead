/** Responses that did not come from the API that was called: a sign-in page, a greeting, nothing. */
import { apiFacts, isConversational } from '../../model/apis.ts'
import type { ApiName } from '../../model/names.ts'
import { isObject } from '../../model/json/shape.ts'
import type { Observation } from '../../model/observation.ts'
import { noAnswer, pageIn } from '../../model/text/page.ts'

/** Members at the top of a reply of some API, or of one that is broken. */
const membersOfReplies: ReadonlySet<string> = new Set(
  [
    'choices object model usage', // OpenAI chat and responses
    'output stopReason metrics', // Converse, Nova
    'content role type stop_reason', // Anthropic
    'generation completion outputs results', // InvokeModel
    'inputTokens input_tokens', // counts of tokens
  ].flatMap((names) => names.split(' ')),
)

/**
 * What answered with a success instead of the API, such as `200 with an HTML page, no answer of the
 * API: Sign in`. Undefined for a reply, for one that is only broken, and for an error.
 */
export function foreignAnswer(observation: Observation): string | undefined {
  const { exchange, reply, error, sse, frames } = observation
  const { response, failure } = exchange
  if (response === undefined || failure !== undefined) return undefined
  const isSuccess = response.status >= 200 && response.status < 300
  const isRead = reply !== undefined || error !== undefined
  const hasEvents = (sse?.events.length ?? 0) > 0 || (frames?.frames.length ?? 0) > 0
  if (!isSuccess || isRead || hasEvents) return undefined
  const what = foreignBody(observation)
  return what && `${response.status} with ${what}`
}

function foreignBody({ api, body }: Observation): string | undefined {
  if (body === undefined) return undefined
  const text = utf8.decode(body.bytes.subarray(0, looked))
  if (body.json !== undefined) {
    const isOfApi = isObject(body.json)
      ? Object.keys(body.json).some((name) => membersOfReplies.has(name))
      : false
    return isOfApi || !isConversational(api) ? undefined : noAnswer('JSON', text)
  }
  if (text === '') return noAnswer('an empty body', '')
  const page = pageIn(text) ?? packedIn(body.bytes)
  if (page !== undefined || isBroken(text, api)) return page
  return isBinary(text) ? noAnswer('bytes that are no text', '') : noAnswer('plain text', text)
}

/** First bytes of compressed data: RFC 1952 section 2.3.1, RFC 8878 section 3.1.1. */
const packings = [
  { name: 'gzip', start: [0x1f, 0x8b] },
  { name: 'zstd', start: [0x28, 0xb5, 0x2f, 0xfd] },
]

/** A body that is still compressed: its headers did not say so. */
function packedIn(bytes: Uint8Array): string | undefined {
  const found = packings.find(({ start }) => start.every((byte, at) => bytes[at] === byte))
  return found && noAnswer(`data compressed with ${found.name}, which no header says`, '')
}

/** Whether a text holds control characters, as no text has. */
function isBinary(text: string): boolean {
  return /[^\P{Cc}\s]/u.test(text)
}

/** Whether it may be meant as JSON, as server-sent events or as frames. */
function isBroken(text: string, api: ApiName): boolean {
  const isMessage = /^\s*[{[]/.test(text) || /^(?:data|event|id|retry)?:/m.test(text)
  const isFrames = apiFacts[api].framing === 'event-stream' && isBinary(text)
  return isMessage || isFrames || text.trim() === ''
}

/** Bytes of a body that are looked at. */
const looked = 4000

const utf8 = new TextDecoder()
