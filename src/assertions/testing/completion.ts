/** Chat completions for tests, whole and streamed, as OpenAI's specification has them. */
import type { TimedBytes } from '../../model/exchange.ts'
import type { Observation } from '../../model/observation.ts'
import { answered, model, now, observed, utf8, type Situation } from './observation.ts'

export type Json = Record<string, unknown>

export const usage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 }

/** A chat completion with one choice. */
export function completion(more: Json = {}, choice: Json = {}, message: Json = {}): Json {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: now,
    model,
    choices: [
      {
        index: 0,
        finish_reason: 'stop',
        logprobs: null,
        message: { role: 'assistant', content: 'Humans live on Earth.', refusal: null, ...message },
        ...choice,
      },
    ],
    usage,
    ...more,
  }
}

/** A plain reply. */
export function chat(json: unknown = completion(), more: Situation = {}): Observation {
  return answered(json, more)
}

/** A chunk with one choice. */
export function chunk(delta: Json, choice: Json = {}, more: Json = {}): Json {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: now,
    model,
    choices: [{ index: 0, delta, finish_reason: null, ...choice }],
    ...more,
  }
}

export const usageChunk: Json = { ...chunk({}), choices: [], usage }

/** Role, two pieces of text, the end, usage. */
export function chunks(): Json[] {
  return [
    chunk({ role: 'assistant', content: '' }),
    chunk({ content: 'Humans live ' }),
    chunk({ content: 'on Earth.' }),
    chunk({}, { finish_reason: 'stop' }),
    usageChunk,
  ]
}

/** The data of an event, or a text that is sent as it stands. */
export type Event = Json | { readonly raw: string }

export const done: Event = { raw: 'data: [DONE]\n\n' }

export function sse(events: readonly Event[]): string {
  return events
    .map((event) =>
      typeof event['raw'] === 'string' ? event['raw'] : `data: ${JSON.stringify(event)}\n\n`,
    )
    .join('')
}

/** A streamed reply, usage asked for; each event arrives 10 ms after the one before. */
export function stream(
  events: readonly Event[] = [...chunks(), done],
  more: Situation = {},
): Observation {
  const body: TimedBytes[] = events.map((event, index) => ({
    at: 20 + index * 10,
    bytes: utf8(sse([event])),
  }))
  return observed({
    api: 'openai-chat-stream',
    headers: [['content-type', 'text/event-stream; charset=utf-8']],
    asked: { stream: true, stream_options: { include_usage: true } },
    body,
    ...more,
  })
}
