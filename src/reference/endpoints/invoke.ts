/** InvokeModel and InvokeModelWithResponseStream with the bodies of every family. */
import type { Call } from '../call.ts'
import type { Answer, Chunk, Header, JsonObject } from '../answer.ts'
import type { Measured } from '../families/family.ts'
import { textFamilyOf, vectorFamilies } from '../families/families.ts'
import { readJson } from '../http/body.ts'
import { asObject } from '../json.ts'
import { complete } from '../model/complete.ts'
import type { Reply } from '../model/reply.ts'
import { requireAccountResources } from '../native/account.ts'
import { event } from '../native/converse-body.ts'
import { invalid } from '../native/fields.ts'
import { completionBody } from '../openai/body.ts'
import { completionChunks, done } from '../openai/chunks.ts'
import { readChat } from '../openai/read.ts'
import { requireNativeAccess, type Resolved } from '../regions/access.ts'
import { jsonType } from './chat.ts'
import { eventStreamType, latency } from './converse.ts'

const plain = { reasoningMember: false }

/** An answer of a model, and its two forms. */
interface Invocation {
  readonly reply: Reply
  readonly whole: () => JsonObject
  readonly chunks: () => readonly Chunk[]
}

function invocation(call: Call, modelId: string, json: unknown, resolved: Resolved): Invocation {
  const family = textFamilyOf(resolved.family)
  if (family === undefined) return chatInvocation(call, modelId, json, resolved)
  const reply = complete(call, family.read(json), modelId)
  return { reply, whole: () => family.whole(reply), chunks: () => family.chunks(reply) }
}

function chatInvocation(
  call: Call,
  modelId: string,
  json: unknown,
  { model }: Resolved,
): Invocation {
  checkStream(call, json)
  const request = readChat(json, modelId)
  if (request.model !== modelId && request.model !== model) {
    invalid(
      `The model in the body, ${request.model.slice(0, 80)}, must match the model ID of the request.`,
    )
  }
  const reply = complete(call, request.prompt, request.model)
  return {
    reply,
    whole: () => completionBody(reply, plain),
    chunks: () => completionChunks(reply, request, plain).filter((chunk) => chunk !== done),
  }
}

/** `stream` is optional; a value must match the operation. */
function checkStream(call: Call, json: unknown): void {
  const stream = asObject(json)['stream']
  if (typeof stream !== 'boolean' || stream === (call.api === 'invoke-stream')) return
  invalid('The stream parameter in the body must match the operation.')
}

export function invoke(call: Call, modelId: string): Answer {
  const json = call.hook('request', readJson(call))
  const resolved = requireNativeAccess(call, modelId)
  requireAccountResources(call, undefined)
  const measure = vectorFamilies[resolved.family]
  if (measure !== undefined) return measured(call, measure(json, modelId))
  const { reply, whole } = invocation(call, modelId, json, resolved)
  return {
    kind: 'json',
    status: 200,
    headers: [...jsonType, ...countHeaders(call, reply)],
    json: whole(),
  }
}

/** Vectors have no output to count, and rankings no input either. */
function measured(call: Call, { json, tokens }: Measured): Answer {
  const counted: Header[] =
    tokens === undefined ? [] : [['X-Amzn-Bedrock-Input-Token-Count', String(tokens)]]
  const headers = [...jsonType, latencyHeader(call), ...counted]
  return { kind: 'json', status: 200, headers, json }
}

function latencyHeader(call: Call): Header {
  return ['X-Amzn-Bedrock-Invocation-Latency', String(latency(call))]
}

function countHeaders(call: Call, reply: Reply): Header[] {
  return [
    latencyHeader(call),
    ['X-Amzn-Bedrock-Output-Token-Count', String(reply.usage.completion)],
    ['X-Amzn-Bedrock-Input-Token-Count', String(reply.usage.prompt)],
  ]
}

export function invokeStream(call: Call, modelId: string): Answer {
  const json = call.hook('request', readJson(call))
  const resolved = requireNativeAccess(call, modelId)
  requireAccountResources(call, undefined)
  if (vectorFamilies[resolved.family] !== undefined) {
    invalid('The model is unsupported for streaming.')
  }
  const { reply, chunks: made } = invocation(call, modelId, json, resolved)
  const chunks = call.hook('chunks', withMetrics(call, made(), reply))
  return {
    kind: 'frames',
    headers: [...eventStreamType, ['X-Amzn-Bedrock-Content-Type', 'application/json']],
    events: chunks.map((chunk) => event('chunk', { bytes: encoded(chunk) })),
  }
}

function encoded(chunk: Chunk): string {
  const text = typeof chunk === 'string' ? chunk : JSON.stringify(chunk)
  return Buffer.from(text).toString('base64')
}

/** The last chunk has the token counts of the invocation. */
function withMetrics(call: Call, chunks: readonly Chunk[], reply: Reply): Chunk[] {
  const took = latency(call)
  const metrics: JsonObject = {
    inputTokenCount: reply.usage.prompt,
    outputTokenCount: reply.usage.completion,
    invocationLatency: took,
    firstByteLatency: took,
  }
  return chunks.map((chunk, at) =>
    at === chunks.length - 1 && typeof chunk !== 'string'
      ? { ...chunk, 'amazon-bedrock-invocationMetrics': metrics }
      : chunk,
  )
}
