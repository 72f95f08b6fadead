/** Reads a Converse response, whole or streamed, into a reply. */
import type { Reply, ToolCall } from '../../model/observation.ts'
import type { ReplySource } from '../api.ts'
import { readConverseEvents } from './events.ts'
import { readConverseUsage } from './usage.ts'
import { finishOf, makeReply } from '../reply/reply.ts'
import {
  asObject,
  asString,
  isObject,
  jsonText,
  objectsOf,
  type Members,
} from '../../model/json/shape.ts'

/** A reply from the stream where there is one, else from the body; undefined without a message. */
export function readConverse(source: ReplySource): Reply | undefined {
  return source.items.length > 0 ? readConverseEvents(source.items) : readMessage(source.json)
}

/** botocore bedrock-runtime 2023-09-30, ConverseResponse. Blocks come in any order. */
function readMessage(json: unknown): Reply | undefined {
  const message = asObject(asObject(json)['output'])['message']
  if (!isObject(json) || !isObject(message)) return undefined
  const blocks = objectsOf(message['content'])
  const choice = {
    index: 0,
    rawText: blocks.map(blockText).join(''),
    reasoning: blocks.map(blockReasoning).join(''),
    ...finishOf(json['stopReason']),
    toolCalls: blocks.flatMap(blockToolCall),
  }
  return makeReply({ choices: [choice], usage: readConverseUsage(json['usage']) })
}

/** Text of a block; a cited answer keeps its text in `citationsContent.content`. */
function blockText(block: Members): string {
  const cited = objectsOf(asObject(block['citationsContent'])['content'])
  return [block, ...cited].map((part) => asString(part['text']) ?? '').join('')
}

function blockReasoning(block: Members): string {
  return asString(asObject(asObject(block['reasoningContent'])['reasoningText'])['text']) ?? ''
}

function blockToolCall(block: Members): readonly ToolCall[] {
  const use = block['toolUse']
  if (!isObject(use)) return []
  const id = asString(use['toolUseId'])
  const name = asString(use['name'])
  return [
    {
      ...(id !== undefined && { id }),
      ...(name !== undefined && { name }),
      arguments: jsonText(use['input']),
    },
  ]
}
