/** Anthropic's Messages API, as the three endpoints that serve it share it. */
import type { Call } from '../call.ts'
import { refuse, type Answer, type Api } from '../answer.ts'
import { messageBody, messageEvents } from '../anthropic/message.ts'
import { missing } from '../anthropic/fields.ts'
import { readAnthropic, readPrompt, requireNewest } from '../anthropic/read.ts'
import { askedFault, withAttempts } from '../faults/fault.ts'
import { broken } from '../faults/play.ts'
import { readJson } from '../http/body.ts'
import { asObject } from '../json.ts'
import { complete } from '../model/complete.ts'
import { promptTokens, type Prompt } from '../model/prompt.ts'
import type { Reply } from '../model/reply.ts'
import { jsonType } from './chat.ts'

/** Refuses ids that the endpoint does not serve; gives the family of those that it does. */
export type RequireModel = (id: string) => Prompt['family']

/** A path of the API on an endpoint. */
export interface MessageRoute {
  readonly api: Api
  readonly run: (call: Call, requireModel: RequireModel) => Answer
}

const newest = '2026-10-21'
const versions = new Set(['2023-06-01', newest])

/** Answers `POST /v1/messages`. */
export function messages(call: Call, requireModel: RequireModel): Answer {
  const json = readJson(call)
  const stream = asObject(json)['stream']
  if (stream === true) call.api = 'anthropic-messages-stream'
  const body = call.hook('request', json)
  requireVersion(call)
  const isNewest = call.headers['anthropic-version'] === newest && call.endpoint !== 'llama-stack'
  if (isNewest) requireNewest(asObject(body))
  const model = modelOf(body)
  const prompt = readAnthropic(body, requireModel(model))
  const fault = askedFault(call, prompt)
  const answer = answered(
    withAttempts(call, prompt, complete(call, prompt, model)),
    stream === true,
  )
  return fault === undefined ? answer : broken(call, answer, fault, errorEvent)
}

function answered(reply: Reply, isStream: boolean): Answer {
  return isStream
    ? { kind: 'sse', headers: sseType, chunks: messageEvents(reply), named: true }
    : { kind: 'json', status: 200, headers: jsonType, json: messageBody(reply) }
}

/** What ends a stream that breaks off. */
const errorEvent = {
  type: 'error',
  error: { type: 'api_error', message: 'The stream broke off: the system encountered an error.' },
}

/** Answers `POST /v1/messages/count_tokens`. */
export function countMessageTokens(call: Call, requireModel: RequireModel): Answer {
  const body = call.hook('request', readJson(call))
  requireVersion(call)
  const prompt = readPrompt(body, requireModel(modelOf(body)))
  const json = { input_tokens: promptTokens(prompt) }
  return { kind: 'json', status: 200, headers: jsonType, json }
}

/** Llama Stack needs no version; where one is named it must exist. */
function requireVersion(call: Call): void {
  const version = call.headers['anthropic-version']
  if (version === undefined && call.endpoint === 'llama-stack') return
  if (version === undefined) refuse(400, 'bad-request', 'anthropic-version: header is required')
  if (typeof version === 'string' && versions.has(version)) return
  refuse(400, 'bad-request', `anthropic-version: "${String(version)}" is not a valid version`)
}

function modelOf(body: unknown): string {
  const { model } = asObject(body)
  if (model === undefined) missing('model')
  return typeof model === 'string'
    ? model
    : refuse(400, 'bad-request', 'model: Input should be a valid string')
}

const sseType = [
  ['Content-Type', 'text/event-stream; charset=utf-8'],
  ['Cache-Control', 'no-cache'],
] as const
