/** Blocks of messages that begin with content, or are empty beside others. */
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { apis } from '../scopes.ts'
import { contentOf, inMessage, inStream } from './edits.ts'

type Events = readonly JsonObject[]

function blockOf(event: JsonObject): JsonObject {
  return event['type'] === 'content_block_start' ? asObject(event['content_block']) : {}
}

/** The members of the deltas of a block, joined. */
function joined(events: Events, index: unknown, member: string): string {
  return events
    .filter((event) => event['type'] === 'content_block_delta' && event['index'] === index)
    .map(({ delta }) => String(asObject(delta)[member] ?? ''))
    .join('')
}

/** What the first delta of a block brings stands in its start, too. */
function begunTwice(events: Events): Events {
  return events.map((event) => {
    const { type } = blockOf(event)
    if (type !== 'text' && type !== 'thinking') return event
    const first = events.find(({ index, delta }) => delta !== undefined && index === event['index'])
    const text = asObject(first?.['delta'])[type]
    return text === undefined
      ? event
      : { ...event, content_block: { ...blockOf(event), [type]: text } }
  })
}

/** The input of a call stands in its start, without deltas. */
function inputInStart(events: Events): Events {
  const calls = events.filter((event) => blockOf(event)['type'] === 'tool_use')
  const indices = new Set(calls.map(({ index }) => index))
  return events.flatMap((event) => {
    if (!indices.has(event['index'])) return [event]
    if (event['type'] === 'content_block_delta') return []
    if (event['type'] !== 'content_block_start') return [event]
    const input: unknown = JSON.parse(joined(events, event['index'], 'partial_json') || '{}')
    return [{ ...event, content_block: { ...blockOf(event), input } }]
  })
}

/** Calls stand in message_start, and no event of them comes. */
function callsInMessage(events: Events): Events {
  const calls = events.filter((event) => blockOf(event)['type'] === 'tool_use')
  if (calls.length === 0) return events
  const content = calls.map((event) => ({
    ...blockOf(event),
    input: JSON.parse(joined(events, event['index'], 'partial_json') || '{}') as unknown,
  }))
  const indices = new Set(calls.map(({ index }) => index))
  return events.flatMap((event) => {
    if (indices.has(event['index'])) return []
    const message = asObject(event['message'])
    return [
      event['type'] === 'message_start' ? { ...event, message: { ...message, content } } : event,
    ]
  })
}

/** A call that a program made stands in message_start, as where a turn goes on. */
function resumed(events: Events): Events {
  const caller = { type: 'code_execution_20250825', tool_id: 'srvtoolu_1' }
  return callsInMessage(events).map((event) => {
    const message = asObject(event['message'])
    const content = contentOf(message).map((block) => ({ ...block, caller }))
    return content.length === 0 ? event : { ...event, message: { ...message, content } }
  })
}

const empty = { type: 'text', text: '' }

/** An empty block of text comes before the others, which get new indices. */
function emptyBefore(events: Events): Events {
  const first = events.find(
    (event) => event['index'] === 0 && event['type'] === 'content_block_start',
  )
  if (first === undefined || blockOf(first)['type'] === 'text') return events
  const [start = {}, ...rest] = events
  return [
    start,
    { type: 'content_block_start', index: 0, content_block: empty },
    { type: 'content_block_stop', index: 0 },
    ...rest.map((event) =>
      typeof event['index'] === 'number' ? { ...event, index: event['index'] + 1 } : event,
    ),
  ]
}

export const messagesBegun: readonly Deviation[] = [
  {
    id: 'message-block-begun-twice',
    kind: 'mutant',
    about: 'content_block_start of text and thinking has what the first delta brings.',
    seen: ['litellm#34433'],
    apis: apis.messageStreams,
    kills: ['*/blocks-begin-empty'],
    also: ['assert:answer', '*/text-cut', '*/message-usage'],
    hooks: { chunks: inStream(begunTwice) },
  },
  {
    id: 'message-input-in-start',
    kind: 'mutant',
    about: 'The input of a streamed call is in content_block_start, and no delta follows.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    kills: ['messages.tool-round-trip/blocks-begin-empty'],
    also: ['*/called', '*/tool-calls'],
    hooks: { chunks: inStream(inputInStart) },
  },
  {
    id: 'message-calls-in-start',
    kind: 'mutant',
    about: 'The calls of a streamed message are in message_start, and no event of them comes.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    kills: ['messages.tool-round-trip/blocks-begin-empty'],
    hooks: { chunks: inStream(callsInMessage) },
  },
  {
    id: 'message-calls-of-program-in-start',
    kind: 'oddity',
    about: 'A call that a program of the model’s made is in message_start.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    sees: ['messages.tool-round-trip/*'],
    hooks: { chunks: inStream(resumed) },
  },
  {
    id: 'message-empty-text-first',
    kind: 'mutant',
    about: 'An empty block of text stands before a call, or before thinking.',
    seen: ['litellm#34692'],
    apis: apis.messages,
    kills: ['messages.tool-round-trip/no-empty-text', 'messages.thinking/no-empty-text'],
    also: ['*/thinking-first'],
    hooks: {
      body: inMessage((message) => {
        const content = contentOf(message)
        const isBare = content.length > 0 && content[0]?.['type'] !== 'text'
        return isBare ? { ...message, content: [empty, ...content] } : message
      }),
      chunks: inStream(emptyBefore),
    },
  },
  {
    id: 'message-empty-text-last',
    kind: 'mutant',
    about: 'An empty block of text follows the calls of a message.',
    seen: ['litellm#34692'],
    apis: apis.messagesWhole,
    kills: ['messages.tool-round-trip/no-empty-text'],
    hooks: {
      body: inMessage((message) => {
        const content = contentOf(message)
        const isCalled = content.at(-1)?.['type'] === 'tool_use'
        return isCalled ? { ...message, content: [...content, empty] } : message
      }),
    },
  },
]
