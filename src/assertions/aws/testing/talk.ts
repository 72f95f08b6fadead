/** Replies as Bedrock sends them, for tests to break. */
import type { Event } from './see.ts'

export const usage = { inputTokens: 12, outputTokens: 5, totalTokens: 17, serverToolUsage: {} }
const metrics = { latencyMs: 317 }

/** A Converse reply with these content blocks. */
export function converse(content: readonly unknown[], more: object = {}): object {
  const output = { message: { role: 'assistant', content } }
  return { metrics, output, stopReason: 'end_turn', usage, ...more }
}

export const start: Event = ['messageStart', { role: 'assistant' }]
export const stop: Event = ['messageStop', { stopReason: 'end_turn' }]
export const metadata: Event = ['metadata', { metrics, usage }]

export function delta(contentBlockIndex: number, given: unknown): Event {
  return ['contentBlockDelta', { contentBlockIndex, delta: given }]
}

export function text(index: number, stated: string): Event {
  return delta(index, { text: stated })
}

export function blockStop(contentBlockIndex: number): Event {
  return ['contentBlockStop', { contentBlockIndex }]
}

export function toolStart(contentBlockIndex: number, id = 'tooluse_1', name = 'weather'): Event {
  const toolUse = { toolUseId: id, name, type: 'tool_use' }
  return ['contentBlockStart', { contentBlockIndex, start: { toolUse } }]
}

export function fragment(index: number, input: string): Event {
  return delta(index, { toolUse: { input } })
}

/** Reasoning, then text, as gpt-oss streams them. */
export const talk: readonly Event[] = [
  start,
  delta(0, { reasoningContent: { text: 'Greet' } }),
  delta(0, { reasoningContent: { signature: 'c2ln' } }),
  blockStop(0),
  text(1, 'Hel'),
  text(1, 'lo'),
  blockStop(1),
  stop,
  metadata,
]

/** A text and a tool call. */
export const call: readonly Event[] = [
  start,
  text(0, 'Looking it up.'),
  blockStop(0),
  toolStart(1),
  fragment(1, ''),
  fragment(1, '{"city":'),
  fragment(1, '"Rome"}'),
  blockStop(1),
  ['messageStop', { stopReason: 'tool_use' }],
  metadata,
]

/** A request that offers the tool `weather`. */
export const toolRequest = {
  messages: [{ role: 'user', content: [{ text: 'Weather in Rome?' }] }],
  toolConfig: {
    tools: [
      {
        toolSpec: {
          name: 'weather',
          inputSchema: { json: { type: 'object', required: ['city'] } },
        },
      },
      { toolSpec: { name: 'now', inputSchema: { json: { type: 'object' } } } },
    ],
  },
}
