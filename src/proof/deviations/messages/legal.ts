/** Legal variations of servers of Anthropic's messages. */
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { eachText } from '../edits/members.ts'
import { set } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { before, inEvent, inMessage, inStream, inWhole } from './edits.ts'

const ping: JsonObject = { type: 'ping' }
const stream = ['*/message-events', '*/event-schema', '*/message-usage', '*/event-names']

/** Counts of a cache that is used may not be left out. */
function usesCache(usage: unknown): boolean {
  const { cache_creation_input_tokens: written, cache_read_input_tokens: read } = asObject(usage)
  return Number(written ?? 0) + Number(read ?? 0) > 0
}

export const messagesLegal: readonly Deviation[] = [
  {
    id: 'message-pings',
    kind: 'oddity',
    about: 'A ping comes after every event but the last.',
    seen: ['AM-02'],
    apis: apis.messagesStreams,
    sees: stream,
    hooks: {
      chunks: inStream((events) => [
        ...events.slice(0, -1).flatMap((event) => [event, ping]),
        ...events.slice(-1),
      ]),
    },
  },
  {
    id: 'message-padded',
    kind: 'oddity',
    about: 'Blanks stand before the end of each line of data.',
    seen: ['AM-02'],
    apis: apis.messagesStreams,
    sees: stream,
    hooks: {
      frames: eachText((text, at) => text.replace(/\}\n\n$/u, `}${' '.repeat(at % 16)}\n\n`)),
    },
  },
  {
    id: 'message-unknown-event',
    kind: 'oddity',
    about: 'An event of an unknown type comes in the middle.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    sees: stream,
    hooks: { chunks: before('content_block_stop', { type: 'hologram', index: 99 }) },
  },
  {
    id: 'message-unknown-members',
    kind: 'oddity',
    about: 'Messages and events have unknown members.',
    seen: ['AM-01'],
    apis: apis.messages,
    sees: ['*/message-schema', '*/event-schema'],
    hooks: {
      body: inMessage((message) => ({ ...message, hologram: {}, stop_details: null })),
      chunks: inStream((events) => events.map((event) => ({ ...event, hologram: 1 }))),
    },
  },
  {
    id: 'message-totals-twice',
    kind: 'oddity',
    about: 'message_delta comes twice, the first without a reason.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    sees: [...stream, '*/message-stop'],
    hooks: {
      chunks: before('message_delta', {
        type: 'message_delta',
        delta: { stop_reason: null, stop_sequence: null },
        usage: { output_tokens: 1 },
      }),
    },
  },
  {
    id: 'message-totals-short',
    kind: 'oddity',
    about: 'message_delta counts the output alone.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    sees: stream,
    hooks: {
      chunks: inEvent('message_delta', 'usage', (usage) => ({
        output_tokens: asObject(usage)['output_tokens'],
      })),
    },
  },
  {
    id: 'message-input-grows',
    kind: 'oddity',
    about: 'message_start counts less input than message_delta.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    sees: stream,
    hooks: {
      chunks: inEvent('message_start', 'message/usage/input_tokens', (count) =>
        Math.max(1, Number(count) - 3),
      ),
    },
  },
  {
    id: 'message-start-counts-output',
    kind: 'oddity',
    about: 'message_start counts no output yet.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    sees: stream,
    hooks: { chunks: inEvent('message_start', 'message/usage/output_tokens', set(0)) },
  },
  {
    id: 'message-empty-fragments',
    kind: 'oddity',
    about: 'An empty delta follows the start of every block of text.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    sees: stream,
    hooks: {
      chunks: inStream((events) =>
        events.flatMap((event) => {
          const block = asObject(event['content_block'])
          if (event['type'] !== 'content_block_start' || block['type'] !== 'text') return [event]
          const delta = { type: 'text_delta', text: '' }
          return [event, { type: 'content_block_delta', index: event['index'], delta }]
        }),
      ),
    },
  },
  {
    id: 'message-first-party-model',
    kind: 'oddity',
    about: 'Messages name the model as Anthropic does, not as it was asked for.',
    seen: ['AM-01'],
    apis: apis.messages,
    sees: ['*/message-schema', '*/event-schema'],
    hooks: {
      body: inWhole('model', set('claude-sonnet-4-6-20260217')),
      chunks: inEvent('message_start', 'message/model', set('claude-sonnet-4-6-20260217')),
    },
  },
  {
    id: 'message-usage-plain',
    kind: 'oddity',
    about: 'Usage has input_tokens and output_tokens alone.',
    seen: ['AM-01'],
    apis: apis.messages,
    sees: ['*/message-schema', '*/message-usage'],
    hooks: {
      body: inWhole('usage', (usage) => {
        const { input_tokens, output_tokens } = asObject(usage)
        return usesCache(usage) ? usage : { input_tokens, output_tokens }
      }),
    },
  },
  {
    id: 'message-cache-null',
    kind: 'oddity',
    about: 'Counts of the cache are null.',
    seen: ['AM-01'],
    apis: apis.messagesWhole,
    sees: ['*/message-schema', '*/message-usage'],
    hooks: {
      body: inWhole('usage', (usage) =>
        usesCache(usage)
          ? usage
          : {
              ...asObject(usage),
              cache_creation_input_tokens: null,
              cache_read_input_tokens: null,
              cache_creation: null,
            },
      ),
    },
  },
  {
    id: 'message-text-citations',
    kind: 'oddity',
    about: 'Blocks of text have citations of null.',
    seen: ['AM-01'],
    apis: apis.messagesWhole,
    sees: ['*/message-schema'],
    hooks: {
      body: inMessage((message) => ({
        ...message,
        content: (message['content'] as JsonObject[]).map((block) =>
          block['type'] === 'text' ? { ...block, citations: null } : block,
        ),
      })),
    },
  },
  {
    id: 'message-thinking-empty',
    kind: 'oddity',
    about: 'The text of thinking is left out; its signature stays.',
    seen: ['AM-01'],
    apis: apis.messages,
    sees: ['messages.thinking/*'],
    hooks: {
      body: inWhole('content/*/thinking', set('')),
      chunks: inStream((events) =>
        events.filter((event) => asObject(event['delta'])['type'] !== 'thinking_delta'),
      ),
    },
  },
  {
    id: 'message-errors-without-request-id',
    kind: 'oddity',
    about: 'Errors of the Messages API have no request_id.',
    seen: ['AM-05'],
    apis: apis.anthropic,
    sees: ['messages-requests.*/refused'],
    hooks: {
      body: (body, call) =>
        call.failure ? { type: 'error', error: asObject(body)['error'] } : body,
    },
  },
  {
    id: 'message-ids-plain',
    kind: 'oddity',
    about: 'Ids of messages and calls have no mark of Bedrock.',
    seen: ['AM-01'],
    apis: apis.messages,
    sees: ['*/message-schema', '*/message-content'],
    hooks: {
      body: inWhole('id', (id) => String(id).replace('bdrk_', '')),
      chunks: inEvent('content_block_start', 'content_block/id', (id) =>
        typeof id === 'string' ? id.replace('bdrk_', '') : id,
      ),
    },
  },
  {
    id: 'message-tier-unknown',
    kind: 'oddity',
    about: 'Whole messages have an unknown service_tier.',
    seen: ['AM-01'],
    apis: apis.messagesWhole,
    sees: ['*/message-schema'],
    hooks: {
      body: inMessage((message) => ({
        ...message,
        stop_details: null,
        usage: { ...asObject(message['usage']), service_tier: 'flex' },
      })),
    },
  },
]
