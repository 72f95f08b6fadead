/** The events of a stream of messages come in the wrong order, twice or not at all. */
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { apis } from '../scopes.ts'
import { before, inEvent, inStream, unreadDeltas, withoutEvents } from './edits.ts'

const stray: JsonObject = {
  type: 'content_block_delta',
  index: 0,
  delta: { type: 'text_delta', text: ' more' },
}

function swapped(events: readonly JsonObject[], one: string, other: string): JsonObject[] {
  const at = events.findIndex(({ type }) => type === one)
  const to = events.findIndex(({ type }) => type === other)
  return events.map((event, index) => {
    if (index === at) return events[to] ?? event
    return index === to ? (events[at] ?? event) : event
  })
}

/** Every call is in the block of the first one. */
function callsInOneBlock(events: readonly JsonObject[]): readonly JsonObject[] {
  const starts = events.filter(({ content_block: block }) => asObject(block)['type'] === 'tool_use')
  const first = starts[0]?.['index']
  const called = new Set(starts.map(({ index }) => index))
  return events.map((event) => (called.has(event['index']) ? { ...event, index: first } : event))
}

export const messagesOrder: readonly Deviation[] = [
  {
    id: 'message-calls-under-one-index',
    kind: 'mutant',
    about: 'The blocks of several calls have one index.',
    seen: ['kitty-bridge#116'],
    apis: apis.messagesStreams,
    kills: ['tool-choice.two-cities-messages/message-events'],
    also: ['tool-choice.two-cities-messages/*'],
    hooks: { chunks: inStream(callsInOneBlock) },
  },
  {
    id: 'message-start-lost',
    kind: 'mutant',
    about: 'A stream of messages has no message_start.',
    seen: ['bifrost#597'],
    apis: apis.messageStreams,
    kills: ['*/message-events'],
    also: ['*/start-usage', 'assert:usage-compare'],
    hooks: { chunks: withoutEvents('message_start') },
  },
  {
    id: 'anthropic-start-twice',
    kind: 'mutant',
    about: 'message_start comes twice, with the same id.',
    seen: ['NemoClaw#6297'],
    apis: apis.messageStreams,
    kills: ['*/message-events'],
    hooks: { chunks: inStream((events) => [...events.slice(0, 1), ...events]) },
  },
  {
    id: 'messages-spliced',
    kind: 'mutant',
    about: 'A second generation begins inside the stream of the first.',
    seen: ['ai#18402'],
    apis: apis.messageStreams,
    kills: ['*/message-events'],
    also: [
      '*/said-once',
      '*/output-of-all-blocks',
      'assert:answer',
      'assert:finish',
      '*/message-content',
      '*/text-cut',
    ],
    hooks: { chunks: inStream((events) => [...events.slice(0, -2), ...events]) },
  },
  {
    id: 'block-before-start',
    kind: 'mutant',
    about: 'A content block starts before message_start.',
    seen: ['proxypal#20'],
    apis: apis.messageStreams,
    kills: ['*/message-events'],
    hooks: {
      chunks: inStream((events) => swapped(events, 'message_start', 'content_block_start')),
    },
  },
  {
    id: 'block-start-lost',
    kind: 'mutant',
    about: 'Content blocks do not start.',
    seen: ['litellm#30115'],
    apis: apis.messageStreams,
    kills: ['*/message-events'],
    also: ['*/content-came', '*/message-stop', '*/called', '*/tool-calls'],
    hooks: { chunks: withoutEvents('content_block_start') },
  },
  {
    id: 'block-stop-lost',
    kind: 'mutant',
    about: 'Content blocks do not stop.',
    seen: ['CLIProxyAPI#1700'],
    apis: apis.messageStreams,
    kills: ['*/message-events'],
    also: ['*/blocks-apart'],
    hooks: { chunks: withoutEvents('content_block_stop') },
  },
  {
    id: 'anthropic-block-stop-twice',
    kind: 'mutant',
    about: 'Each content block stops twice.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    kills: ['*/message-events'],
    hooks: {
      chunks: inStream((events) =>
        events.flatMap((event) =>
          event['type'] === 'content_block_stop' ? [event, event] : [event],
        ),
      ),
    },
  },
  {
    id: 'block-index-from-one',
    kind: 'mutant',
    about: 'Content blocks are counted from 1.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    kills: ['*/message-events'],
    hooks: {
      chunks: inStream((events) =>
        events.map((event) =>
          typeof event['index'] === 'number' ? { ...event, index: event['index'] + 1 } : event,
        ),
      ),
    },
  },
  {
    id: 'block-index-fixed',
    kind: 'mutant',
    about: 'Deltas have the index of another block.',
    seen: ['posthog#72287'],
    apis: apis.messageStreams,
    kills: ['*/message-events'],
    also: unreadDeltas,
    hooks: { chunks: inEvent('content_block_delta', 'index', (index) => Number(index) + 7) },
  },
  {
    id: 'content-after-totals',
    kind: 'mutant',
    about: 'A delta comes after message_delta.',
    seen: ['litellm#28868'],
    apis: apis.messageStreams,
    kills: ['*/message-events'],
    also: ['assert:answer', '*/message-content', '*/block-deltas'],
    hooks: { chunks: before('message_stop', stray) },
  },
  {
    id: 'totals-lost',
    kind: 'mutant',
    about: 'A stream of messages has no message_delta.',
    seen: ['bifrost#597'],
    apis: apis.messageStreams,
    kills: ['*/message-events'],
    also: [
      '*/invocation-metrics',
      '*/message-stop',
      '*/message-usage',
      'assert:finish',
      'assert:completion-at-most',
    ],
    hooks: { chunks: withoutEvents('message_delta') },
  },
  {
    id: 'message-stop-lost',
    kind: 'mutant',
    about: 'A stream of messages has no message_stop.',
    seen: ['litellm#39703'],
    apis: apis.messageStreams,
    kills: ['*/message-events'],
    also: ['*/invocation-metrics'],
    hooks: { chunks: withoutEvents('message_stop') },
  },
  {
    id: 'anthropic-stop-twice',
    kind: 'mutant',
    about: 'message_stop comes twice.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    kills: ['*/message-events'],
    also: ['*/invocation-metrics'],
    hooks: { chunks: inStream((events) => [...events, ...events.slice(-1)]) },
  },
  {
    id: 'message-cut',
    kind: 'mutant',
    about: 'A stream of messages ends after its first deltas.',
    seen: ['litellm#39703'],
    apis: apis.messageStreams,
    kills: ['*/message-events', '*/message-stop', '*/message-usage'],
    also: [
      '*/invocation-metrics',
      'assert:answer',
      'assert:finish',
      'assert:completion-at-most',
      'assert:tool-calls',
      '*/message-content',
      '*/thinking-signed',
      '*/text-cut',
    ],
    hooks: { chunks: inStream((events) => events.slice(0, 3)) },
  },
  {
    id: 'message-goes-on-after-error',
    kind: 'mutant',
    about: 'A stream of messages goes on after an error.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    kills: ['*/message-events'],
    also: ['*/no-error-in-success', '*/message-stop', '*/message-usage', '*/invocation-metrics'],
    hooks: {
      chunks: before('message_delta', {
        type: 'error',
        error: { type: 'overloaded_error', message: 'Overloaded' },
      }),
    },
  },
  {
    id: 'tool-blocks-open',
    kind: 'mutant',
    about: 'All content blocks stay open until the end.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    kills: ['messages.thinking/blocks-apart'],
    hooks: {
      chunks: inStream((events) => {
        const stops = events.filter(({ type }) => type === 'content_block_stop')
        const rest = events.filter(({ type }) => type !== 'content_block_stop')
        return [...rest.slice(0, -2), ...stops, ...rest.slice(-2)]
      }),
    },
  },
]
