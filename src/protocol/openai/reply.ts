/** Reads an OpenAI chat completion, whole or streamed, into a reply. */
import type { Reply, ToolCall } from '../../model/observation.ts'
import type { ReplySource } from '../api.ts'
import { readOpenAiChunks } from './chunks.ts'
import { isDeclined, readCalled, readContent, readOpenAiUsage, readReasoning } from './parts.ts'
import { finishOf, makeReply, type GatheredChoice } from '../reply/reply.ts'
import {
  asIndex,
  asObject,
  asString,
  isObject,
  objectsOf,
  type Members,
} from '../../model/json/shape.ts'

/** A reply from the stream where there is one, else from the body; undefined without `choices`. */
export function readOpenAi(source: ReplySource): Reply | undefined {
  return source.items.length > 0 ? readOpenAiChunks(source.items) : readCompletion(source.json)
}

function readCompletion(json: unknown): Reply | undefined {
  if (!isObject(json) || !Array.isArray(json['choices'])) return undefined
  const choices = objectsOf(json['choices'])
  return makeReply({
    choices: choices.map(readChoice),
    usage: readOpenAiUsage(json['usage']),
    head: json,
    ...(isDeclined(asObject(choices[0]?.['message'])) && { ending: 'filter' }),
  })
}

function readChoice(choice: Members, position: number): GatheredChoice {
  const message = asObject(choice['message'])
  return {
    index: asIndex(choice['index']) ?? position,
    rawText: readContent(message['content']),
    reasoning: readReasoning(message),
    ...finishOf(choice['finish_reason']),
    toolCalls: objectsOf(message['tool_calls']).map(readToolCall),
  }
}

function readToolCall(call: Members): ToolCall {
  const id = asString(call['id'])
  return { ...(id !== undefined && { id }), ...readCalled(call) }
}
