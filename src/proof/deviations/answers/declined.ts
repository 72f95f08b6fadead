/** Answers that are declined now and then, in the form that each API has for it. */
import type { Call } from '../../../reference/call.ts'
import type { Chunk, JsonObject, StreamEvent } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { eachChoice } from '../edits/members.ts'
import { isNth } from '../edits/nth.ts'
import { atPath, set } from '../edits/path.ts'
import { inMessage, inStream } from '../messages/edits.ts'
import { inWhole, isTerminal, numbered } from '../responses/edits.ts'
import { apis } from '../scopes.ts'

type BodyHook = (body: unknown, call: Call) => unknown
type ChunksHook = (chunks: readonly Chunk[], call: Call) => readonly Chunk[]

/** One in ten answers, errors not counted. */
function isDeclined(call: Call): boolean {
  return call.failure === undefined && isNth(10, 'declined', call)
}

function whole(edit: BodyHook): BodyHook {
  return (body, call) => (isDeclined(call) ? edit(body, call) : body)
}

function streamed(edit: ChunksHook): ChunksHook {
  return (chunks, call) => (isDeclined(call) ? edit(chunks, call) : chunks)
}

const noText = { content: '' }

function filtered(choice: JsonObject): JsonObject {
  const { tool_calls: _, ...message } = asObject(choice['message'])
  return { ...choice, message: { ...message, ...noText }, finish_reason: 'content_filter' }
}

/** Of the deltas, the role alone stays. */
function filteredChunk(chunk: JsonObject): JsonObject {
  return eachChoice(chunk, (choice) => {
    const { role } = asObject(choice['delta'])
    const delta = role === undefined ? {} : { role, ...noText }
    const isEnd = (choice['finish_reason'] ?? null) !== null
    return { ...choice, delta, ...(isEnd && { finish_reason: 'content_filter' }) }
  }) as JsonObject
}

const refusal = {
  stop_reason: 'refusal',
  stop_sequence: null,
  stop_details: { type: 'refusal', category: 'cyber', explanation: null },
}

const oneToken = (usage: unknown): JsonObject => ({ ...asObject(usage), output_tokens: 1 })

function intervened(body: unknown): unknown {
  const content = [{ text: 'Sorry, this cannot be answered.' }]
  return atPath(
    atPath(body, 'output/message/content', set(content)),
    'stopReason',
    set('guardrail_intervened'),
  )
}

/** The text of the guardrail is that of the first block; calls are left out. */
function intervenedEvents(events: readonly StreamEvent[]): readonly StreamEvent[] {
  const event = (type: string, payload: JsonObject): StreamEvent => ({
    kind: 'event',
    type,
    payload,
  })
  const text = { text: 'Sorry, this cannot be answered.' }
  const block = [
    event('contentBlockDelta', { contentBlockIndex: 0, delta: text }),
    event('contentBlockStop', { contentBlockIndex: 0 }),
  ]
  return events.flatMap((one): readonly StreamEvent[] => {
    if (one.kind !== 'event') return [one]
    if (one.type === 'messageStart') return [one, ...block]
    if (one.type.startsWith('contentBlock')) return []
    if (one.type !== 'messageStop') return [one]
    return [{ ...one, payload: { ...one.payload, stopReason: 'guardrail_intervened' } }]
  })
}

function incomplete(response: JsonObject): JsonObject {
  if (response['status'] !== 'completed') return response
  return {
    ...response,
    status: 'incomplete',
    completed_at: null,
    incomplete_details: { reason: 'content_filter' },
    output: [],
  }
}

/** What is stored is what was given. */
function remember({ id }: JsonObject, { memory }: Call): void {
  memory.set(`declined ${String(id)}`, true)
}

function isRemembered({ id }: JsonObject, { memory }: Call): boolean {
  return memory.has(`declined ${String(id)}`)
}

export const answersDeclined: readonly Deviation[] = [
  {
    id: 'declined-completions',
    kind: 'oddity',
    about: 'One in ten completions is empty: its content was filtered.',
    seen: ['OpenAI schema'],
    apis: apis.chat,
    sees: ['prompt.*/*', 'tools.*/*', 'tool-*.*/*'],
    hooks: {
      body: whole((body) => eachChoice(body, filtered)),
      chunks: streamed((chunks) =>
        chunks.map((chunk) => (typeof chunk === 'string' ? chunk : filteredChunk(chunk))),
      ),
    },
  },
  {
    id: 'declined-messages',
    kind: 'oddity',
    about: 'One in ten messages is a refusal without content.',
    seen: ['AM-01'],
    apis: ['anthropic-messages', 'anthropic-messages-stream'],
    sees: ['messages.*/*', 'prompt.*/*', 'tool-*.*/*'],
    hooks: {
      body: whole(
        inMessage((message) => ({
          ...message,
          ...refusal,
          content: [],
          usage: oneToken(message['usage']),
        })),
      ),
      chunks: streamed(
        inStream((events) =>
          events
            .filter(({ index }) => index === undefined)
            .map((event) =>
              event['type'] === 'message_delta'
                ? { ...event, delta: refusal, usage: oneToken(event['usage']) }
                : event,
            ),
        ),
      ),
    },
  },
  {
    id: 'declined-converse',
    kind: 'oddity',
    about: 'In one of ten answers of Converse a guardrail speaks in place of the model.',
    seen: ['CV-02'],
    apis: apis.converse,
    sees: ['converse.*/*', 'native-*.*/*', 'prompt.*/*'],
    hooks: {
      body: whole(intervened),
      events: (events, call) => (isDeclined(call) ? intervenedEvents(events) : events),
    },
  },
  {
    id: 'declined-responses',
    kind: 'oddity',
    about: 'One in ten responses is incomplete, without output: its content was filtered.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    sees: ['responses.*/*', 'prompt.*/*', 'tool-*.*/*'],
    hooks: {
      body: inWhole((response, call) => {
        if (call.method === 'POST' && isDeclined(call)) remember(response, call)
        return isRemembered(response, call) ? incomplete(response) : response
      }),
      chunks: streamed((chunks, call) => {
        const events = chunks.filter((chunk) => typeof chunk !== 'string')
        const ended = asObject(events.find(isTerminal)?.['response'])
        if (ended['status'] !== 'completed') return chunks
        remember(ended, call)
        const kept = events.filter(
          (event) =>
            isTerminal(event) ||
            event['type'] === 'response.created' ||
            event['type'] === 'response.in_progress',
        )
        return [
          ...numbered(
            kept.map((event) => {
              if (!isTerminal(event)) return event
              return { ...event, type: 'response.incomplete', response: incomplete(ended) }
            }),
          ),
          ...chunks.filter((chunk) => typeof chunk === 'string'),
        ]
      }),
    },
  },
]
