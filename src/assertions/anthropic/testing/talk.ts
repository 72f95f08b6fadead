/** Messages as Anthropic's API sends them, for tests to break. */
import { chunkFrame, exchange } from '../../../protocol/testing/build.ts'
import { apis } from '../../../protocol/registry.ts'
import { observe } from '../../../engine/observe/observe.ts'
import type { Observation } from '../../../model/observation.ts'

export type Json = Readonly<Record<string, unknown>>

export const usage = { input_tokens: 12, output_tokens: 5 }

/** A whole message with these content blocks. */
export function message(content: readonly unknown[], more: Json = {}): Json {
  return {
    id: 'msg_bdrk_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-haiku-4-5-20251001',
    content,
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage,
    ...more,
  }
}

export const text = (value: string): Json => ({ type: 'text', text: value })
export const call = (id: string, input: unknown = {}): Json => ({
  type: 'tool_use',
  id,
  name: 'weather',
  input,
})

export const begin = (more: Json = {}): Json => ({
  type: 'message_start',
  message: message([], {
    stop_reason: null,
    usage: { input_tokens: 12, output_tokens: 1 },
    ...more,
  }),
})
export const open = (index: number, block: Json = text('')): Json => ({
  type: 'content_block_start',
  index,
  content_block: block,
})
export const delta = (index: number, type: string, more: Json): Json => ({
  type: 'content_block_delta',
  index,
  delta: { type, ...more },
})
export const spoken = (index: number, value: string): Json =>
  delta(index, 'text_delta', { text: value })
export const close = (index: number): Json => ({ type: 'content_block_stop', index })
export const totals = (more: Json = {}, counts: Json = { output_tokens: 5 }): Json => ({
  type: 'message_delta',
  delta: { stop_reason: 'end_turn', stop_sequence: null, ...more },
  usage: counts,
})
export const stop: Json = { type: 'message_stop' }
export const ping: Json = { type: 'ping' }

/** Two blocks of text. */
export const talk: readonly Json[] = [
  begin(),
  open(0),
  ping,
  spoken(0, 'Sol'),
  spoken(0, '.'),
  close(0),
  open(1),
  close(1),
  totals(),
  stop,
]

/** A call whose input comes in fragments. */
export function calling(...fragments: readonly string[]): readonly Json[] {
  return [
    begin(),
    open(0, call('toolu_1')),
    ...fragments.map((part) => delta(0, 'input_json_delta', { partial_json: part })),
    close(0),
    totals({ stop_reason: 'tool_use' }),
    stop,
  ]
}

/** The observation of a whole message. */
export function whole(json: unknown, requestBody?: unknown): Observation {
  const parts = { type: 'application/json', chunks: [JSON.stringify(json)], requestBody }
  return observe(exchange(parts), apis['anthropic-messages'], { family: 'claude' })
}

/** The observation of a stream of server-sent events, named by their types. */
export function streamed(events: readonly Json[], requestBody?: unknown): Observation {
  return raw(events.map((event) => sse(event)).join(''), requestBody)
}

export function sse(event: Json): string {
  return `event: ${String(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`
}

/** The observation of a stream as it stands. */
export function raw(body: string, requestBody?: unknown): Observation {
  const parts = { type: 'text/event-stream', chunks: [body], requestBody }
  return observe(exchange(parts), apis['anthropic-messages-stream'], { family: 'claude' })
}

/** The same events as the chunks of InvokeModelWithResponseStream. */
export function invoked(events: readonly Json[], requestBody?: unknown): Observation {
  const type = 'application/vnd.amazon.eventstream'
  const chunks = events.map((event) => chunkFrame(event))
  return observe(exchange({ type, chunks, requestBody }), apis['invoke-stream'], {
    family: 'claude',
  })
}
