/** Reads a response, whole or streamed, into a reply. */
import type { Reply } from '../../model/observation.ts'
import type { ReplySource } from '../api.ts'
import { makeReply, makeUsage, type Gathered } from '../reply/reply.ts'
import { asObject, asString, isObject, objectsOf, type Members } from '../../model/json/shape.ts'
import { gatherEvents } from './events.ts'
import { readItem, type ItemParts } from './items.ts'

/** A reply from the stream where there is one, else from the body; undefined without a response. */
export function readResponses({ items, json }: ReplySource): Reply | undefined {
  if (items.length === 0) {
    return isResponse(json) ? replyOf(json, objectsOf(json['output']).map(readItem)) : undefined
  }
  const stream = gatherEvents(items)
  if (stream === undefined) return undefined
  const { response, parts, deltas } = stream
  const streamed = parts.length > 0 ? parts : objectsOf(response['output']).map(readItem)
  return replyOf(response, streamed, deltas)
}

function isResponse(json: unknown): json is Members {
  // the answer to a DELETE calls itself a response too
  return isObject(json) && json['object'] === 'response' && !('deleted' in json)
}

function replyOf(
  response: Members,
  parts: readonly ItemParts[],
  deltas: Gathered['deltas'] = [],
): Reply {
  const finish = finishOf(response)
  const toolCalls = parts.flatMap(({ call }) => (call === undefined ? [] : [call]))
  return makeReply({
    choices: [
      {
        index: 0,
        rawText: parts.map(({ text }) => text).join(''),
        reasoning: parts.map(({ reasoning }) => reasoning).join(''),
        ...(finish !== undefined && { finish }),
        toolCalls,
      },
    ],
    deltas,
    usage: usageOf(response['usage']),
    head: { ...response, created: response['created_at'] },
    // a response that calls tools is completed like any other, and so is one that declines to answer
    ...(finish === 'completed' && toolCalls.length > 0 && { ending: 'tool' }),
    ...(finish === 'completed' && isDeclined(response) && { ending: 'filter' }),
  })
}

/** Whether the model declines to answer (RefusalContent). */
function isDeclined(response: Members): boolean {
  return objectsOf(response['output'])
    .flatMap((item) => objectsOf(item['content']))
    .some((part) => part['type'] === 'refusal')
}

/** Why it is incomplete, else its status: the two members that say how a response ended. */
function finishOf(response: Members): string | undefined {
  const reason = asString(asObject(response['incomplete_details'])['reason'])
  return reason ?? asString(response['status'])
}

/** openai-openapi f85dbe2, ResponseUsage; undefined where it is not an object. */
function usageOf(usage: unknown): Gathered['usage'] {
  if (!isObject(usage)) return undefined
  return makeUsage({
    prompt: usage['input_tokens'],
    completion: usage['output_tokens'],
    total: usage['total_tokens'],
  })
}
