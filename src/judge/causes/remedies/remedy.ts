/** What to do about a fault whatever the rule: many rules are broken by it alike. */
import { pageOf } from '../words.ts'

/** What is known of a fault. */
export interface Fault {
  readonly code: string
  /** What answered in place of the API. */
  readonly foreign: string | undefined
  /** A part of the prompt never reached the model. */
  readonly isLost: boolean
  /** Texts are wrong in streams only. */
  readonly isOfStreams: boolean
  /** What came, as the finding shows it. */
  readonly received: string
  /** Nothing is at the address, or nothing has that name, whatever was called. */
  readonly isNowhere: boolean
  /** The API whose path is not served, where others are. */
  readonly unserved: string | undefined
  /** The plain conversation failed with a fault of the server. */
  readonly isDown: boolean
  /** The plain conversation was refused as a wrong request. */
  readonly isRefused: boolean
  /** The credentials were refused. */
  readonly isOfKey: boolean
}

/** The remedy of a fault; undefined where it is the one of its rule. */
export function remedyOf(fault: Fault): string | undefined {
  const { code, foreign, isLost, isNowhere, isOfKey, isOfStreams } = fault
  const { isDown, isRefused, received, unserved } = fault
  if (foreign !== undefined) return remedyOfForeign(foreign)
  if (isNowhere) return ofNowhere
  if (unserved !== undefined) return ofUnserved(unserved)
  const ofPage = errorPages.has(code) ? remedyOfPage(received) : undefined
  if (ofPage !== undefined) return ofPage
  if (isDown) return ofDown
  if (isOfKey) return ofKey
  if (isRefused) return ofRefusal
  if (isOfStreams) return ofStreams
  if (code === 'eventstream.prelude-crc' && received.startsWith('the text ')) return ofTextFrames
  if (code === 'text.not-json' && reasoningTag.test(received)) return ofReasoningTag
  return isLost ? ofLostPrompt : ofCode[code]
}

const ofForeign =
  'Correct the base URL, or the proxy in front of the API: what answered is not the API.'

/** Codes of findings that show an error which is not the one that is due. */
const errorPages: ReadonlySet<string> = new Set([
  'http.status',
  'http.server-error',
  'error.status',
  'error.not-an-error',
])

/** Statuses with which a proxy answers in the place of a server; some send nothing more. */
const ofGateways = /^50[234]\b[^:]*: an empty body$/

/** What to do about an error of a proxy, by its status: APIs send no pages, so that a rule of theirs is not what is broken. */
function remedyOfPage(received: string): string | undefined {
  const page = pageOf(received)
  const shown = page?.status ?? (ofGateways.test(received) ? received : '')
  const [status = ''] = /^\d{3}\b/.exec(shown) ?? []
  // A fault of a server of its own may be shown as a page by its framework.
  return status < '400' || status === '500' ? undefined : (ofPages[status] ?? ofPage)
}

const ofPages: Readonly<Partial<Record<string, string>>> = {
  404: 'Let the proxy or web server that answers so pass on the path that was called, encoded characters included (Apache: `AllowEncodedSlashes NoDecode`), and the errors of the API.',
  408: 'Lengthen the time-outs of the proxy that answers so, or find what delays requests on the way to it.',
  413: 'Raise the limit on the size of requests in the proxy that answers so (nginx: `client_max_body_size`), or let it refuse them in the form of the API.',
  429: 'Raise the limit on requests in the proxy that answers so, or lower --concurrency; let it refuse them in the form of the API.',
  502: 'See the log of the proxy that answers so: it gets no proper answer from the server behind it, which may be down, elsewhere, or close connections that the proxy keeps.',
  503: 'See the log of the proxy that answers so: it limits requests (then let it answer 429 with `Retry-After`, or lower --concurrency), or it has no server behind it that is up.',
  504: 'Lengthen the time-outs of the proxy that answers so (nginx: `proxy_read_timeout`), or find what delays the server behind it.',
}

const ofPage =
  'Look at the proxy, firewall or framework that answers with the page: let it pass on the request, or the error of the API (nginx: `proxy_intercept_errors off`).'

function remedyOfForeign(foreign: string): string {
  if (isCompressed.test(foreign)) return ofCompressed
  return isEmpty.test(foreign) ? ofEmpty : ofForeign
}

const isEmpty = /^\d+ with an empty body\b/

const ofEmpty =
  'Look in the logs of the server and of the proxies before it for what ended the answer before its first byte; where every call is answered so, correct the base URL.'

const isCompressed = /^\d+ with data compressed\b/

const ofCompressed =
  'Name the compression of the body in `Content-Encoding`, or send the body as it is; a gateway that takes the header away must decompress the body, too.'

const ofStreams =
  'Send each part of the text in one delta, once, in its order and unchanged; and send the model the same request whether its answer streams or not.'

/** The begin of a text, as findings quote it. */
const reasoningTag = /^"?\s*<(?:think|thinking|reasoning)\b/i

const ofReasoningTag =
  'Take the reasoning out of the text, and send it in a member of its own, or not at all.'

const ofTextFrames =
  'Send each event as a binary message of `application/vnd.amazon.eventstream`, with lengths, headers and CRCs: not as JSON or server-sent events.'

const ofNowhere =
  'Correct what the answer names: the path of --endpoint, or the name of --model. If both are right, the server must serve them.'

function ofUnserved(api: string): string {
  return `If the server does not have the API, name the others in --api; if it has it, correct its path (--path=${api}=/v1) or the name of --model; if both are right, the server must serve it.`
}

const ofDown =
  'Look in the log of the server for what failed: even a plain conversation does, so what is behind the server may be down, or its address, key or model be wrong in the configuration. If all that is right, correct the server.'

const ofRefusal =
  'Correct what the answer names: the model id, a key, the region, access to the model, or a parameter that the server does not accept. If all are right, the server must answer with status 200.'

const ofKey =
  'Set a key that the server accepts: neither expired nor of another region, and with access to the model.'

const ofLostPrompt =
  'Pass every part of the request to the model: the system prompt, all earlier messages, tools and their results. Then count them all in the tokens of the prompt.'

const ofCode: Readonly<Partial<Record<string, string>>> = {
  'http.left-open':
    'End every body: a chunked one with its last chunk, any other after the bytes that `Content-Length` states, and a stream at once after its last event (`data: [DONE]` where there is one); stop keep-alives then.',
  'text.empty':
    'Send the text of the answer, and reasoning beside it in a member of its own, never in its place. Where the model declines, or the limit ends the answer, say so in the reason for its end.',
}
