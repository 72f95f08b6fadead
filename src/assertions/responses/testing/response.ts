/** Responses for tests, whole and streamed, as OpenAI's specification has them. */
import type { Observation } from '../../../model/observation.ts'
import { stream, type Event, type Json } from '../../testing/completion.ts'
import { answered, model, now, type Situation } from '../../testing/observation.ts'

const usage = {
  input_tokens: 11,
  input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
  output_tokens: 9,
  output_tokens_details: { reasoning_tokens: 2 },
  total_tokens: 20,
}

const thought = { type: 'reasoning_text', text: 'Hm.' }
const text = { type: 'output_text', text: 'Humans live on Earth.', annotations: [], logprobs: [] }

export const reasoning: Json = {
  id: 'rs_1',
  type: 'reasoning',
  summary: [],
  content: [thought],
}
export const message: Json = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [text],
}
export const call: Json = {
  id: 'fc_1',
  type: 'function_call',
  status: 'completed',
  call_id: 'call_1',
  name: 'weather',
  arguments: '{"city":"Paris"}',
}

/** A response that thought, answered and called a tool. */
export function response(more: Json = {}): Json {
  return {
    id: 'resp_1',
    object: 'response',
    created_at: now,
    status: 'completed',
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    model,
    output: [reasoning, message, call],
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    usage,
    ...more,
  }
}

/** The same answered as JSON. */
export function whole(json: unknown = response(), more: Situation = {}): Observation {
  return answered(json, {
    api: 'openai-responses',
    ...more,
    exchange: { ...requested(more), ...more.exchange },
  })
}

function requested({ asked }: Situation): NonNullable<Situation['exchange']> {
  return {
    request: {
      method: 'POST',
      url: 'http://127.0.0.1/v1/responses',
      headers: [['content-type', 'application/json']],
      body: new TextEncoder().encode(JSON.stringify({ model, input: 'Hello', ...asked })),
    },
  }
}

const begun = { status: 'in_progress', output: [], usage: null }

/** The events of the same response, not numbered. */
export function events(): Json[] {
  const head = response(begun)
  return [
    { type: 'response.created', response: head },
    { type: 'response.in_progress', response: head },
    added(0, { ...reasoning, content: [] }),
    ...part({ item_id: 'rs_1', output_index: 0, content_index: 0 }, thought, ['Hm', '.']),
    done(0, reasoning),
    added(1, { ...message, status: 'in_progress', content: [] }),
    ...part({ item_id: 'msg_1', output_index: 1, content_index: 0 }, text, [
      'Humans live',
      ' on Earth.',
    ]),
    done(1, message),
    added(2, { ...call, status: 'in_progress', arguments: '' }),
    ...['{"city":', '"Paris"}'].map((delta) => ({
      type: 'response.function_call_arguments.delta',
      item_id: 'fc_1',
      output_index: 2,
      delta,
    })),
    {
      type: 'response.function_call_arguments.done',
      item_id: 'fc_1',
      output_index: 2,
      name: 'weather',
      arguments: call['arguments'],
    },
    done(2, call),
    { type: 'response.completed', response: response() },
  ]
}

export function added(index: number, item: Json): Json {
  return { type: 'response.output_item.added', output_index: index, item }
}

export function done(index: number, item: Json): Json {
  return { type: 'response.output_item.done', output_index: index, item }
}

function part(at: Json, value: typeof text | typeof thought, deltas: readonly string[]): Json[] {
  const type = `response.${value.type}`
  const extra = 'logprobs' in value ? { logprobs: [] } : {}
  return [
    { type: 'response.content_part.added', ...at, part: { ...value, text: '' } },
    ...deltas.map((delta) => ({ type: `${type}.delta`, ...at, delta, ...extra })),
    { type: `${type}.done`, ...at, text: value.text, ...extra },
    { type: 'response.content_part.done', ...at, part: value },
  ]
}

/** Numbers events from 0, as a server does. */
export function numbered(list: readonly Json[]): Json[] {
  return list.map((event, index) => ({ ...event, sequence_number: index }))
}

/** A stream of these events, as they stand. */
export function streamed(list: readonly Event[] = numbered(events()), more: Situation = {}) {
  const asked = { stream: true, ...more.asked }
  return stream(list, {
    api: 'openai-responses-stream',
    ...more,
    asked,
    exchange: { ...requested({ asked }), ...more.exchange },
  })
}

/** Events with the first of a type changed. */
export function changed(list: readonly Json[], type: string, edit: (event: Json) => Json): Json[] {
  const at = indexOf(list, type)
  return list.map((event, index) => (index === at ? edit(event) : event))
}

/** Events without the first of a type. */
export function without(list: readonly Json[], type: string): Json[] {
  return list.toSpliced(indexOf(list, type), 1)
}

/** Events with others in front of the first of a type. */
export function before(list: readonly Json[], type: string, ...more: readonly Json[]): Json[] {
  return list.toSpliced(indexOf(list, type), 0, ...more)
}

export function indexOf(list: readonly Json[], type: string): number {
  const at = list.findIndex((event) => event['type'] === `response.${type}`)
  if (at === -1) throw new Error(`No event response.${type}.`)
  return at
}

/** Members of a response that its limit cut. */
export const incomplete = {
  status: 'incomplete',
  incomplete_details: { reason: 'max_output_tokens' },
  output: [reasoning, { ...message, status: 'incomplete' }],
  usage: { ...usage, output_tokens: 4096, total_tokens: 4107 },
}

/** Members of a response that failed. */
export const failed = {
  status: 'failed',
  error: { code: 'server_error', message: 'It timed out.' },
  output: [],
  usage: null,
}
