/** Recognises the envelopes in which the known servers put their errors. */
import type { HeaderList } from '../../model/exchange.ts'
import { headerValue } from '../../model/headers.ts'
import type { ErrorReply, StreamItem } from '../../model/observation.ts'
import {
  asObject,
  asString,
  isObject,
  jsonText,
  parseJson,
  type Members,
} from '../../model/json/shape.ts'

/**
 * The error that a refusal's body is, with the code of its header where the body has none;
 * undefined when neither body nor headers speak of an error.
 */
export function readError(json: unknown, headers: HeaderList): ErrorReply | undefined {
  const header = errorTypeHeader(headers)
  const found = isObject(json) ? readEnvelope(json, header) : undefined
  if (found !== undefined) return found
  return header === undefined ? undefined : { envelope: 'other', code: header }
}

/**
 * The error that hides in the body of a success: an `error` member, or the answer of Bedrock's
 * front door to a path it does not serve.
 */
export function readHiddenError(json: unknown, headers: HeaderList): ErrorReply | undefined {
  const members = asObject(json)
  const hides = hasError(members) || '__type' in members || '__type' in asObject(members['Output'])
  return hides ? readError(json, headers) : undefined
}

/** The first error within a stream: an exception or error frame, or an SSE event that holds one. */
export function readStreamError(items: readonly StreamItem[]): ErrorReply | undefined {
  const item = items.find(isErrorItem)
  if (item === undefined) return undefined
  const framed = item.kind === 'exception' || item.kind === 'error'
  const found = readError(errorIn(item), [])
  const message = found?.message ?? (item.text === '' ? undefined : item.text)
  const code = framed ? item.name : found?.code
  return {
    envelope: found?.envelope ?? 'other',
    ...(message !== undefined && { message }),
    ...(found?.type !== undefined && { type: found.type }),
    ...(code !== undefined && { code }),
  }
}

function isErrorItem(item: StreamItem): boolean {
  if (item.kind === 'exception' || item.kind === 'error') return true
  const members = asObject(item.json)
  // openai-openapi f85dbe2: ResponseErrorEvent is flat, ResponseFailedEvent holds a failed response
  const isFailure = members['type'] === 'error' || members['type'] === 'response.failed'
  return item.name === 'error' || (item.kind === 'json' && (isFailure || hasError(members)))
}

function errorIn({ json }: StreamItem): unknown {
  const { type, response } = asObject(json)
  return type === 'response.failed' ? asObject(response) : json
}

/** Servers that write every member send `error: null` with a success. */
function hasError(members: Members): boolean {
  return members['error'] !== undefined && members['error'] !== null
}

function readEnvelope(json: Members, header: string | undefined): ErrorReply | undefined {
  if (hasError(json)) {
    const found = readErrorMember(json['error'], header)
    return isAnthropic(json) ? { ...found, envelope: 'anthropic' } : found
  }
  const trap = shapeName(asObject(json['Output'])['__type'])
  if (trap !== undefined) return { envelope: 'unknown-operation', code: trap }
  const code = header ?? bodyCode(json)
  const message = json['message'] ?? json['Message'] ?? json['detail']
  if (message === undefined && code === undefined) return undefined
  return {
    envelope: flatEnvelope(json),
    ...(message !== undefined && { message: asText(message) }),
    ...texts({ type: json['type'] }),
    ...(code !== undefined && { code }),
  }
}

/** vLLM's older `{"object":"error","message":…}` looks like Bedrock's service layer but is not. */
function flatEnvelope(json: Members): ErrorReply['envelope'] {
  if (json['object'] === 'error') return 'other'
  if (typeof json['message'] === 'string') return 'message'
  if (typeof json['Message'] === 'string') return 'coral'
  return 'detail' in json ? 'detail' : 'other'
}

function readErrorMember(error: unknown, header: string | undefined): ErrorReply {
  if (!isObject(error)) return { envelope: 'other', message: asText(error) }
  const envelope = errorEnvelope(error)
  const described = { ...error, ...innerError(error['message']) }
  const message = described['message'] ?? described['detail']
  return {
    envelope,
    ...(message !== undefined && message !== null && { message: asText(message) }),
    ...texts({ type: described['type'], code: described['code'] ?? header }),
  }
}

/** platform.claude.com/docs/en/api/errors; an error with OpenAI's members as well is OpenAI's. */
function isAnthropic({ type, error }: Members): boolean {
  return type === 'error' && isObject(error) && 'type' in error && !('code' in error)
}

function errorEnvelope(error: Members): ErrorReply['envelope'] {
  if ('message' in error) return 'type' in error ? 'openai' : 'message-only'
  return 'detail' in error ? 'error-detail' : 'other'
}

/**
 * bedrock-runtime gives the model's own error as JSON text in `message`: the members of the inner
 * one are what it means. Null inside has no meaning.
 */
function innerError(message: unknown): Members {
  if (typeof message !== 'string' || !message.trimStart().startsWith('{')) return {}
  const inner = asObject(asObject(parseJson(message))['error'])
  return Object.fromEntries(Object.entries(inner).filter(([, value]) => value !== null))
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : jsonText(value)
}

/** Members that are strings or numbers, as strings. */
function texts<Name extends string>(
  members: Readonly<Record<Name, unknown>>,
): { readonly [Key in Name]?: string } {
  const given = Object.entries(members).filter(([, value]) =>
    ['string', 'number'].includes(typeof value),
  )
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)])) as {
    [Key in Name]?: string
  }
}

/** botocore RestJSONParser: the code is the header's, up to `:` and after `#` … */
function errorTypeHeader(headers: HeaderList): string | undefined {
  return shapeName(headerValue(headers, 'x-amzn-errortype'))
}

/** … else the body's `code`, `Code` or `__type`. */
function bodyCode(json: Members): string | undefined {
  return ['code', 'Code', '__type'].map((name) => shapeName(json[name])).find(Boolean)
}

function shapeName(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : asString(value)
  const name = text?.split(':')[0]?.split('#').at(-1)?.trim()
  return name === '' ? undefined : name
}
