/** InvokeModel and InvokeModelWithResponseStream with the bodies of both model families. */
import type { Answer, Call, Chunk, Header, JsonObject } from '../call.ts'
import { applyHook } from '../deviation.ts'
import { readJson } from '../http/body.ts'
import { asObject } from '../json.ts'
import { complete } from '../model/complete.ts'
import type { Reply } from '../model/reply.ts'
import { event } from '../native/converse-body.ts'
import { invalid } from '../native/fields.ts'
import { llamaBody, llamaChunks, readLlama } from '../native/llama.ts'
import { completionBody } from '../openai/body.ts'
import { completionChunks, done } from '../openai/chunks.ts'
import type { ChatRequest } from '../openai/read.ts'
import { readChat } from '../openai/read.ts'
import type { Resolved } from '../regions/access.ts'
import { requireNativeAccess } from '../regions/access.ts'
import { jsonType } from './chat.ts'
import { eventStreamType, latency } from './converse.ts'

const plain = { reasoningMember: false }

interface Invocation {
  readonly reply: Reply
  readonly resolved: Resolved
  /** For gpt-oss only. */
  readonly request?: ChatRequest
}

function invocation(call: Call, modelId: string): Invocation {
  const json = applyHook(call, 'request', readJson(call))
  const resolved = requireNativeAccess(call, modelId)
  if (resolved.family === 'llama') {
    return { reply: complete(call, readLlama(json), modelId), resolved }
  }
  checkStream(call, json)
  const request = readChat(json, modelId)
  if (request.model !== modelId && request.model !== resolved.model) {
    invalid(
      `The model in the body, ${request.model.slice(0, 80)}, must match the model ID of the request.`,
    )
  }
  return { reply: complete(call, request.prompt, request.model), resolved, request }
}

/** `stream` may be left out; when given it must match the operation. */
function checkStream(call: Call, json: unknown): void {
  const stream = asObject(json)['stream']
  if (typeof stream !== 'boolean' || stream === (call.api === 'invoke-stream')) return
  invalid('The stream parameter in the body must match the operation.')
}

export function invoke(call: Call, modelId: string): Answer {
  const { reply, request } = invocation(call, modelId)
  return {
    kind: 'json',
    status: 200,
    headers: [...jsonType, ...countHeaders(call, reply)],
    json: request ? completionBody(reply, plain) : llamaBody(reply),
  }
}

function countHeaders(call: Call, reply: Reply): Header[] {
  return [
    ['X-Amzn-Bedrock-Invocation-Latency', String(latency(call))],
    ['X-Amzn-Bedrock-Output-Token-Count', String(reply.usage.completion)],
    ['X-Amzn-Bedrock-Input-Token-Count', String(reply.usage.prompt)],
  ]
}

export function invokeStream(call: Call, modelId: string): Answer {
  const { reply, request } = invocation(call, modelId)
  const made: readonly Chunk[] = request
    ? completionChunks(reply, request, plain).filter((chunk) => chunk !== done)
    : llamaChunks(reply)
  const chunks = applyHook(call, 'chunks', withMetrics(call, made, reply))
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

/** The last chunk carries the invocation's counts. */
function withMetrics(call: Call, chunks: readonly Chunk[], reply: Reply): Chunk[] {
  const metrics: JsonObject = {
    inputTokenCount: reply.usage.prompt,
    outputTokenCount: reply.usage.completion,
    invocationLatency: latency(call),
    firstByteLatency: latency(call),
  }
  return chunks.map((chunk, at) =>
    at === chunks.length - 1 && typeof chunk !== 'string'
      ? { ...chunk, 'amazon-bedrock-invocationMetrics': metrics }
      : chunk,
  )
}
