/** Chat completions, as the three OpenAI-compatible endpoints share them. */
import type { Call } from '../call.ts'
import type { Answer } from '../answer.ts'
import { askedFault, withAttempts } from '../faults/fault.ts'
import { broken } from '../faults/play.ts'
import { readJson } from '../http/body.ts'
import { asObject } from '../json.ts'
import { complete } from '../model/complete.ts'
import type { Reply } from '../model/reply.ts'
import { requireAccountResources } from '../native/account.ts'
import { completionBody, type Dialect } from '../openai/body.ts'
import { completionChunks } from '../openai/chunks.ts'
import { readChat, type ChatRequest } from '../openai/read.ts'

/** Answers a chat completion; `requireModel` refuses ids that the endpoint does not serve. */
export function chat(call: Call, dialect: Dialect, requireModel: (id: string) => void): Answer {
  const json = readJson(call)
  if (asObject(json)['stream'] === true) call.api = 'openai-chat-stream'
  const request = readChat(call.hook('request', json))
  requireModel(request.model)
  requireAccountResources(call, json)
  const fault = askedFault(call, request.prompt)
  const reply = complete(call, request.prompt, request.model)
  const answer = answered(withAttempts(call, request.prompt, reply), request, dialect)
  return fault === undefined ? answer : broken(call, answer, fault)
}

function answered(reply: Reply, request: ChatRequest, dialect: Dialect): Answer {
  if (!request.stream) {
    return { kind: 'json', status: 200, headers: jsonType, json: completionBody(reply, dialect) }
  }
  return { kind: 'sse', headers: sseType, chunks: completionChunks(reply, request, dialect) }
}

export const jsonType = [['Content-Type', 'application/json']] as const
export const sseType = [
  ['Content-Type', 'text/event-stream; charset=utf-8'],
  ['Cache-Control', 'no-cache'],
] as const
