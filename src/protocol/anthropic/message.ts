/** Reads an Anthropic message, whole or streamed, into a reply. */
import type { Reply, ToolCall } from '../../model/observation.ts'
import type { ReplySource } from '../api.ts'
import { readAnthropicEvents } from './events.ts'
import { readAnthropicUsage } from './usage.ts'
import { finishOf, makeReply } from '../reply/reply.ts'
import { asString, isObject, jsonText, objectsOf, type Members } from '../../model/json/shape.ts'

/** A reply from the stream where there is one, else from the body; undefined without a message. */
export function readAnthropic(source: ReplySource): Reply | undefined {
  return source.items.length > 0 ? readAnthropicEvents(source.items) : readMessage(source.json)
}

/** @anthropic-ai/sdk 1.14.0, Message. */
function readMessage(json: unknown): Reply | undefined {
  if (!isObject(json) || json['type'] !== 'message' || !Array.isArray(json['content'])) {
    return undefined
  }
  const blocks = objectsOf(json['content'])
  const joined = (type: string): string =>
    blocks
      .filter((block) => block['type'] === type)
      .map((block) => asString(block[type]) ?? '')
      .join('')
  const choice = {
    index: 0,
    rawText: joined('text'),
    reasoning: joined('thinking'),
    ...finishOf(json['stop_reason']),
    toolCalls: blocks.filter((block) => block['type'] === 'tool_use').map(toolCall),
  }
  return makeReply({ choices: [choice], usage: readAnthropicUsage(json['usage']), head: json })
}

function toolCall(block: Members): ToolCall {
  const id = asString(block['id'])
  const name = asString(block['name'])
  return {
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    arguments: jsonText(block['input']),
  }
}
