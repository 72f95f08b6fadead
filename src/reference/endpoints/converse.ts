/** Converse, ConverseStream and CountTokens. */
import type { Call } from '../call.ts'
import type { Answer } from '../answer.ts'
import { signature } from '../anthropic/message.ts'
import { askedFault, withAttempts } from '../faults/fault.ts'
import { broken } from '../faults/play.ts'
import { readJson } from '../http/body.ts'
import { asObject, asString, isObject, parsedJson } from '../json.ts'
import { complete } from '../model/complete.ts'
import { promptTokens, type Prompt } from '../model/prompt.ts'
import type { Reply } from '../model/reply.ts'
import { requireAccountResources } from '../native/account.ts'
import { withCitations } from '../native/citations.ts'
import { converseBody, converseEvents } from '../native/converse-body.ts'
import { readConverse } from '../native/converse-read.ts'
import { invalid } from '../native/fields.ts'
import { textFamilyOf, vectorFamilies } from '../families/families.ts'
import { readChat } from '../openai/read.ts'
import { requireNativeAccess, type Resolved } from '../regions/access.ts'
import { jsonType } from './chat.ts'

export const eventStreamType = [['Content-Type', 'application/vnd.amazon.eventstream']] as const

function prompted(call: Call, modelId: string): Prompt {
  const json = call.hook('request', readJson(call))
  const { family } = requireNativeAccess(call, modelId)
  if (family in vectorFamilies) {
    invalid(
      "This action doesn't support the model that you provided. Try again with a supported text or chat model.",
    )
  }
  requireAccountResources(call, json)
  return readConverse(json, family)
}

export function converse(call: Call, modelId: string): Answer {
  const prompt = prompted(call, modelId)
  return answered(call, prompt, modelId, (reply) => {
    const body = converseBody(reply, latency(call), signatureOf(prompt))
    const json = prompt.family === 'claude' ? withCitations(body, readJson(call)) : body
    return { kind: 'json', status: 200, headers: jsonType, json }
  })
}

export function converseStream(call: Call, modelId: string): Answer {
  const prompt = prompted(call, modelId)
  if (prompt.family === 'llama' && prompt.tools.length > 0) {
    invalid("This model doesn't support tool use in streaming mode.")
  }
  return answered(call, prompt, modelId, (reply) => ({
    kind: 'frames',
    headers: eventStreamType,
    events: converseEvents(reply, latency(call), signatureOf(prompt)),
  }))
}

/** Recordings of langchain-aws: the reasoning of Claude is signed, that of gpt-oss is not. */
function signatureOf({ family }: Prompt): string | undefined {
  return family === 'claude' ? signature : undefined
}

/** The reply in its form, broken where the prompt asks for it. */
function answered(
  call: Call,
  prompt: Prompt,
  modelId: string,
  form: (reply: Reply) => Answer,
): Answer {
  const fault = askedFault(call, prompt)
  const answer = form(withAttempts(call, prompt, complete(call, prompt, modelId)))
  return fault === undefined ? answer : broken(call, answer, fault)
}

/** Milliseconds that the model took, at least one: the field is a whole number above zero. */
export function latency(call: Call): number {
  return Math.max(1, Math.floor(performance.now() - call.startedAt))
}

/** CountTokens: the input of a Converse or InvokeModel call, counted as that call counts it. */
export function countTokens(call: Call, modelId: string): Answer {
  const json = call.hook('request', readJson(call))
  const resolved = requireNativeAccess(call, modelId)
  if (resolved.family === 'claude' && resolved.model !== modelId) {
    invalid("The provided model doesn't support counting tokens.")
  }
  const inputTokens = promptTokens(countedPrompt(asObject(json)['input'], resolved))
  return { kind: 'json', status: 200, headers: jsonType, json: { inputTokens } }
}

function countedPrompt(input: unknown, { family }: Resolved): Prompt {
  const { converse: conversation, invokeModel } = asObject(input)
  if (isObject(conversation)) return readConverse(conversation, family)
  const encoded = asString(asObject(invokeModel)['body'])
  if (encoded === undefined)
    invalid('input must set one of the following keys: invokeModel, converse.')
  const body = decoded(encoded)
  const known = textFamilyOf(family)
  return known === undefined ? readChat(body, 'any').prompt : known.read(body)
}

function decoded(base64: string): unknown {
  return (
    parsedJson(Buffer.from(base64, 'base64').toString('utf8')) ??
    invalid('Malformed input request, please reformat your input and try again.')
  )
}
