/** Tells which API an exchange speaks, when nothing but the exchange is known. */
import type { Exchange } from '../model/exchange.ts'
import { headerValue } from '../model/headers.ts'
import type { ApiName } from '../model/names.ts'
import { asObject, isObject, listOf, parseJson } from '../model/json/shape.ts'

/**
 * The API by the end of the path, which proxies leave alone, and by the request's body; by what
 * the response looks like where the path does not tell. Undefined where neither does.
 */
export function recognise(exchange: Exchange): ApiName | undefined {
  const path = pathOf(exchange.request.url)
  if (path.endsWith('/chat/completions')) {
    return recognisePost(exchange, 'openai-chat', 'openai-chat-stream')
  }
  if (path.endsWith('/responses')) {
    return recognisePost(exchange, 'openai-responses', 'openai-responses-stream')
  }
  if (path.endsWith('/v1/messages')) {
    return recognisePost(exchange, 'anthropic-messages', 'anthropic-messages-stream')
  }
  if (path.endsWith('/embeddings')) return isPost(exchange) ? 'openai-embeddings' : undefined
  return (
    ofModel(path) ??
    paths.find(([pattern]) => pattern.test(path))?.[1] ??
    recogniseResponse(exchange)
  )
}

/** botocore bedrock-runtime 2023-09-30, request URIs: `/model/{modelId}/converse`. */
function ofModel(path: string): ApiName | undefined {
  const last = path.lastIndexOf('/')
  if (!/\/model\/./.test(path.slice(0, last))) return undefined
  return operations.find(([pattern]) => pattern.test(path))?.[1]
}

const operations: readonly (readonly [pattern: RegExp, api: ApiName])[] = [
  [/\/converse$/, 'converse'],
  [/\/converse-stream$/, 'converse-stream'],
  [/\/invoke$/, 'invoke'],
  [/\/invoke-with-response-stream$/, 'invoke-stream'],
  [/\/count-tokens$/, 'count-tokens'],
]

const paths: readonly (readonly [pattern: RegExp, api: ApiName])[] = [
  // @anthropic-ai/sdk 1.14.0, resources/messages
  [/\/v1\/messages\/count_tokens$/, 'anthropic-count-tokens'],
  // botocore bedrock 2023-04-20
  [
    /\/(foundation-models|inference-profiles|foundation-model-availability)(\/|$)/,
    'bedrock-control',
  ],
  // llama_stack_api, fastapi_routes.py
  [/\/v1\/(health|version|providers|inspect)(\/|$)/, 'llama-stack'],
  [/\/v1(alpha|beta)\//, 'llama-stack'],
  [/\/v1\/models(\/|$)/, 'openai-models'],
]

function pathOf(url: string): string {
  const path = url.replace(/^[a-z]+:\/\/[^/?#]*/i, '')
  return path.split(/[?#]/)[0]?.replace(/(?<!\/)\/+$/, '') ?? ''
}

/** A GET there lists what is stored (Llama Stack, OGX), which is no conversation. */
function recognisePost(exchange: Exchange, whole: ApiName, stream: ApiName): ApiName | undefined {
  if (!isPost(exchange)) return undefined
  const asked = parseJson(textOf(exchange.request.body))
  // a recording may lack the request's body, or hold one that is broken on purpose
  const streams = isObject(asked) ? asked['stream'] === true : isSse(contentType(exchange))
  return streams ? stream : whole
}

function isPost({ request }: Exchange): boolean {
  return request.method.toUpperCase() === 'POST'
}

function recogniseResponse(exchange: Exchange): ApiName | undefined {
  const type = contentType(exchange)
  const chunks = exchange.response?.decoded.map((chunk) => chunk.bytes) ?? []
  const text = Buffer.concat(chunks).toString('latin1')
  if (isSse(type)) {
    if (/^event: ?message_start\b/m.test(text)) return 'anthropic-messages-stream'
    if (text.includes('"chat.completion.chunk"')) return 'openai-chat-stream'
    return /"type":\s*"response\.created"/.test(text) ? 'openai-responses-stream' : undefined
  }
  if (type.startsWith('application/vnd.amazon.eventstream')) return recogniseFrames(text)
  return recogniseJson(asObject(parseJson(text)))
}

/** A header is its name, type 7 for a string, the length as two bytes, and the value. */
function recogniseFrames(text: string): ApiName | undefined {
  if (/messageStart|contentBlockDelta|messageStop/.test(text)) return 'converse-stream'
  return text.includes(':event-type\u0007\u0000\u0005chunk') ? 'invoke-stream' : undefined
}

function recogniseJson(json: Readonly<Record<string, unknown>>): ApiName | undefined {
  if (json['object'] === 'chat.completion') return 'openai-chat'
  if (json['object'] === 'list' && isEmbedding(listOf(json['data'])[0])) return 'openai-embeddings'
  if (json['object'] === 'response') return 'deleted' in json ? undefined : 'openai-responses'
  if ('stopReason' in json && isObject(asObject(json['output'])['message'])) return 'converse'
  if (json['type'] === 'message' && 'stop_reason' in json) return 'anthropic-messages'
  return typeof json['generation'] === 'string' && 'stop_reason' in json ? 'invoke' : undefined
}

function isEmbedding(entry: unknown): boolean {
  return asObject(entry)['object'] === 'embedding'
}

function contentType(exchange: Exchange): string {
  const value = headerValue(exchange.response?.headers ?? [], 'content-type')
  return value?.trim().toLowerCase() ?? ''
}

function isSse(type: string): boolean {
  return type.startsWith('text/event-stream')
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}
