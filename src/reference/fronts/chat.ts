/** Chat completions, as the three OpenAI-compatible fronts share them. */
import type { Answer, Call } from '../call.ts'
import { applyHook } from '../deviation.ts'
import { readJson } from '../http/body.ts'
import { asObject } from '../json.ts'
import { complete } from '../model/complete.ts'
import type { Dialect } from '../openai/body.ts'
import { completionBody } from '../openai/body.ts'
import { completionChunks } from '../openai/chunks.ts'
import { readChat } from '../openai/read.ts'

/** Answers a chat completion; `requireModel` refuses ids that the front does not serve. */
export function chat(call: Call, dialect: Dialect, requireModel: (id: string) => void): Answer {
  const json = readJson(call)
  if (asObject(json)['stream'] === true) call.api = 'openai-chat-stream'
  const request = readChat(applyHook(call, 'request', json))
  requireModel(request.model)
  const reply = complete(call, request.prompt, request.model)
  if (!request.stream) {
    return { kind: 'json', status: 200, headers: jsonType, json: completionBody(reply, dialect) }
  }
  return { kind: 'sse', headers: sseType, chunks: completionChunks(reply, request, dialect) }
}

export const jsonType = [['Content-Type', 'application/json']] as const
const sseType = [
  ['Content-Type', 'text/event-stream; charset=utf-8'],
  ['Cache-Control', 'no-cache'],
] as const
