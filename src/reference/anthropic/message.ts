/** A reply as a message of Anthropic's API, whole or as the events of a stream. */
import type { JsonObject } from '../answer.ts'
import type { CalledTool } from '../model/prompt.ts'
import { uncached, type Reply, type ReplyChoice } from '../model/reply.ts'
import { split } from '../openai/chunks.ts'

/** What the service signs thinking with is opaque to clients. */
export const signature = 'cmVmZXJlbmNl'.repeat(8)

/** The JSON body of an answer that is not streamed. */
export function messageBody(reply: Reply): JsonObject {
  const choice = reply.choices[0]
  return {
    ...head(reply),
    content: choice === undefined ? [] : blocks(choice),
    ...ending(choice),
    usage: { ...inputUsage(reply), output_tokens: reply.usage.completion },
  }
}

function head(reply: Reply): JsonObject {
  return {
    id: `msg_bdrk_${reply.id}`,
    type: 'message',
    role: 'assistant',
    model: reply.model,
  }
}

function inputUsage({ usage }: Reply): JsonObject {
  const { read, written } = usage.cache ?? { read: 0, written: 0 }
  return {
    input_tokens: uncached(usage),
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read,
    cache_creation: { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 },
  }
}

function ending(choice: ReplyChoice | undefined): JsonObject {
  return {
    stop_reason: stopReason(choice),
    stop_sequence: choice?.finish === 'stop-sequence' ? (choice.met ?? null) : null,
  }
}

function stopReason(choice: ReplyChoice | undefined): string {
  switch (choice?.finish) {
    case 'tool':
      return 'tool_use'
    case 'length':
      return 'max_tokens'
    case 'stop-sequence':
      return 'stop_sequence'
    default:
      return 'end_turn'
  }
}

function blocks(choice: ReplyChoice): JsonObject[] {
  const thinking = { type: 'thinking', thinking: choice.reasoning, signature }
  return [
    ...(choice.reasoning === '' ? [] : [thinking]),
    ...(choice.text === '' ? [] : [{ type: 'text', text: choice.text }]),
    ...choice.toolCalls.map((called) => ({
      ...toolUse(called),
      input: inputOf(called.arguments),
    })),
  ]
}

/** The text itself where it is not JSON, as a deviation may make it. */
function inputOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

function toolUse(called: CalledTool): JsonObject {
  return { type: 'tool_use', id: `toolu_bdrk_01${called.id.slice(0, 22)}`, name: called.name }
}

/** All events in order, from message_start to message_stop. */
export function messageEvents(reply: Reply): JsonObject[] {
  const choice = reply.choices[0]
  const started = {
    ...head(reply),
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { ...inputUsage(reply), output_tokens: 1 },
  }
  return [
    { type: 'message_start', message: started },
    ...(choice === undefined ? [] : blockEvents(choice).flatMap(numbered)),
    {
      type: 'message_delta',
      delta: ending(choice),
      usage: { ...inputUsage(reply), output_tokens: reply.usage.completion },
    },
    { type: 'message_stop' },
  ]
}

interface BlockEvents {
  readonly start: JsonObject
  readonly deltas: readonly JsonObject[]
}

function numbered({ start, deltas }: BlockEvents, index: number): JsonObject[] {
  return [
    { type: 'content_block_start', index, content_block: start },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ]
}

function blockEvents(choice: ReplyChoice): BlockEvents[] {
  const made: BlockEvents[] = []
  if (choice.reasoning !== '') {
    const thoughts = split(choice.reasoning).map((thinking) => ({
      type: 'thinking_delta',
      thinking,
    }))
    const start = { type: 'thinking', thinking: '', signature: '' }
    made.push({ start, deltas: [...thoughts, { type: 'signature_delta', signature }] })
  }
  if (choice.text !== '') {
    const deltas = split(choice.text).map((text) => ({ type: 'text_delta', text }))
    made.push({ start: { type: 'text', text: '' }, deltas })
  }
  return [...made, ...choice.toolCalls.map(callEvents)]
}

function callEvents(called: CalledTool): BlockEvents {
  const fragments = ['', ...split(called.arguments)]
  return {
    start: { ...toolUse(called), input: {} },
    deltas: fragments.map((json) => ({ type: 'input_json_delta', partial_json: json })),
  }
}
