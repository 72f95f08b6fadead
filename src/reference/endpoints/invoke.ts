/** InvokeModel and InvokeModelWithResponseStream with the bodies of every family. */
import type { Call } from '../call.ts'
import type { Answer, Chunk, Header, JsonObject } from '../answer.ts'
import type { Measured } from '../families/family.ts'
import { textFamilyOf, vectorFamilies } from '../families/families.ts'
import { askedFault, withAttempts, type Break } from '../faults/fault.ts'
import { broken } from '../faults/play.ts'
import { readJson } from '../http/body.ts'
import { asObject } from '../json.ts'
import { complete } from '../model/complete.ts'
import type { Prompt } from '../model/prompt.ts'
import { uncached, type Reply } from '../model/reply.ts'
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

/** An answer of a model, its two forms, and how it is to break. */
interface Invocation extends Replied {
  readonly whole: () => JsonObject
  readonly chunks: () => readonly Chunk[]
}

interface Replied {
  readonly reply: Reply
  readonly fault: Break | undefined
}

function invocation(call: Call, modelId: string, json: unknown, resolved: Resolved): Invocation {
  const family = textFamilyOf(resolved.family)
  if (family === undefined) return chatInvocation(call, modelId, json, resolved)
  const { reply, fault } = replied(call, family.read(json), modelId)
  return { reply, fault, whole: () => family.whole(reply), chunks: () => family.chunks(reply) }
}

/** A prompt can ask for a fault in the body of every family. */
function replied(call: Call, prompt: Prompt, model: string): Replied {
  const fault = askedFault(call, prompt)
  return { reply: withAttempts(call, prompt, complete(call, prompt, model)), fault }
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
  const { reply, fault } = replied(call, request.prompt, request.model)
  return {
    reply,
    fault,
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
  const { reply, fault, whole } = invocation(call, modelId, json, resolved)
  const headers = [...jsonType, ...countHeaders(call, reply)]
  const answer: Answer = { kind: 'json', status: 200, headers, json: whole() }
  return fault === undefined ? answer : broken(call, answer, fault)
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

/** As in the body, input is what the cache neither gave nor took (recordings of pydantic-ai). */
function countHeaders(call: Call, { usage }: Reply): Header[] {
  const { cache } = usage
  const cached: Header[] = cache
    ? [
        ['X-Amzn-Bedrock-Cache-Read-Input-Token-Count', String(cache.read)],
        ['X-Amzn-Bedrock-Cache-Write-Input-Token-Count', String(cache.written)],
      ]
    : []
  return [
    latencyHeader(call),
    ['X-Amzn-Bedrock-Output-Token-Count', String(usage.completion)],
    ['X-Amzn-Bedrock-Input-Token-Count', String(uncached(usage))],
    ...cached,
  ]
}

export function invokeStream(call: Call, modelId: string): Answer {
  const json = call.hook('request', readJson(call))
  const resolved = requireNativeAccess(call, modelId)
  requireAccountResources(call, undefined)
  if (vectorFamilies[resolved.family] !== undefined) {
    invalid('The model is unsupported for streaming.')
  }
  const { reply, fault, chunks: made } = invocation(call, modelId, json, resolved)
  const chunks = call.hook('chunks', withMetrics(call, made(), reply))
  const answer: Answer = {
    kind: 'frames',
    headers: [...eventStreamType, ['X-Amzn-Bedrock-Content-Type', 'application/json']],
    events: chunks.map((chunk) => event('chunk', { bytes: encoded(chunk) })),
  }
  return fault === undefined ? answer : broken(call, answer, fault)
}

function encoded(chunk: Chunk): string {
  const text = typeof chunk === 'string' ? chunk : JSON.stringify(chunk)
  return Buffer.from(text).toString('base64')
}

/** The last chunk has the token counts of the invocation. */
function withMetrics(call: Call, chunks: readonly Chunk[], { usage }: Reply): Chunk[] {
  const took = latency(call)
  const metrics: JsonObject = {
    inputTokenCount: uncached(usage),
    outputTokenCount: usage.completion,
    invocationLatency: took,
    firstByteLatency: took,
    ...(usage.cache && {
      cacheReadInputTokenCount: usage.cache.read,
      cacheWriteInputTokenCount: usage.cache.written,
    }),
  }
  return chunks.map((chunk, at) =>
    at === chunks.length - 1 && typeof chunk !== 'string'
      ? { ...chunk, 'amazon-bedrock-invocationMetrics': metrics }
      : chunk,
  )
}
