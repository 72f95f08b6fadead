/** A reply as Converse answers it. Member names come sorted, as captured. */
import type { JsonObject, StreamEvent } from '../answer.ts'
import type { CalledTool } from '../model/prompt.ts'
import { uncached, type Reply, type ReplyChoice } from '../model/reply.ts'
import { split } from '../openai/chunks.ts'

/**
 * The JSON body of Converse; latency in milliseconds.
 *
 * @param signature what the model signs its reasoning with; Claude alone does
 */
export function converseBody(reply: Reply, latencyMs: number, signature?: string): JsonObject {
  const choice = reply.choices[0]
  return {
    metrics: { latencyMs },
    output: { message: { content: choice ? blocks(choice, signature) : [], role: 'assistant' } },
    stopReason: stopReason(choice),
    usage: usage(reply),
  }
}

function blocks(choice: ReplyChoice, signature?: string): JsonObject[] {
  const made: JsonObject[] = []
  if (choice.reasoning !== '') {
    const signed = signature === undefined ? {} : { signature }
    made.push({ reasoningContent: { reasoningText: { ...signed, text: choice.reasoning } } })
  }
  if (choice.text !== '') made.push({ text: choice.text })
  return [...made, ...choice.toolCalls.map(toolUse)]
}

function toolUse(called: CalledTool): JsonObject {
  return {
    toolUse: {
      input: JSON.parse(called.arguments) as unknown,
      name: called.name,
      toolUseId: toolUseId(called),
    },
  }
}

function toolUseId(called: CalledTool): string {
  return `tooluse_${called.id.slice(0, 22)}`
}

/** StopReason of the model. */
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

function usage(reply: Reply): JsonObject {
  const { prompt, completion, total, cache } = reply.usage
  if (cache === undefined) {
    return { inputTokens: prompt, outputTokens: completion, totalTokens: total }
  }
  return {
    cacheReadInputTokens: cache.read,
    cacheWriteInputTokens: cache.written,
    inputTokens: uncached(reply.usage),
    outputTokens: completion,
    totalTokens: total,
  }
}

/** The events of ConverseStream; text and reasoning blocks have no start, as captured. */
export function converseEvents(reply: Reply, latencyMs: number, signature?: string): StreamEvent[] {
  const choice = reply.choices[0]
  const parts = choice ? blockEvents(choice, signature) : []
  return [
    event('messageStart', { role: 'assistant' }),
    ...parts.flatMap((events, index) =>
      events.map(({ type, payload }) => event(type, { contentBlockIndex: index, ...payload })),
    ),
    event('messageStop', { stopReason: stopReason(choice) }),
    event('metadata', { metrics: { latencyMs }, usage: usage(reply) }),
  ]
}

export function event(type: string, payload: JsonObject): StreamEvent {
  return { kind: 'event', type, payload }
}

interface BlockEvent {
  readonly type: string
  readonly payload: JsonObject
}

function blockEvents(choice: ReplyChoice, signature?: string): BlockEvent[][] {
  const made: BlockEvent[][] = []
  if (choice.reasoning !== '') {
    const texts = split(choice.reasoning).map((text) => ({ reasoningContent: { text } }))
    const signed = signature === undefined ? [] : [{ reasoningContent: { signature } }]
    made.push(deltas([...texts, ...signed]))
  }
  if (choice.text !== '') made.push(deltas(split(choice.text).map((text) => ({ text }))))
  return [...made, ...choice.toolCalls.map(toolEvents)]
}

function deltas(list: readonly JsonObject[]): BlockEvent[] {
  return [
    ...list.map((delta) => ({ type: 'contentBlockDelta', payload: { delta } })),
    { type: 'contentBlockStop', payload: {} },
  ]
}

function toolEvents(called: CalledTool): BlockEvent[] {
  const start = { toolUse: { name: called.name, toolUseId: toolUseId(called) } }
  const fragments = ['', ...split(called.arguments)].map((input) => ({ toolUse: { input } }))
  return [{ type: 'contentBlockStart', payload: { start } }, ...deltas(fragments)]
}
