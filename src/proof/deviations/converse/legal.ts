/** Unusual but legal events of ConverseStream. */
import type { JsonObject, StreamEvent } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { inEvents } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { inTotals } from './edits.ts'

/** All but some of the input tokens were read from the cache; the total stays. */
function cachedBut(rest: number): (usage: JsonObject) => JsonObject {
  return (usage) => {
    // What the client has marked is counted already.
    if ('cacheReadInputTokens' in usage) return usage
    const input = Number(usage['inputTokens'])
    const left = Math.min(rest, input)
    return {
      ...usage,
      inputTokens: left,
      cacheReadInputTokens: input - left,
      cacheWriteInputTokens: 0,
    }
  }
}

export const converseLegal: readonly Deviation[] = [
  {
    id: 'events-unknown',
    kind: 'oddity',
    about: 'There are events that the model does not define.',
    seen: ['botocore: unknown members of an event union are skipped'],
    apis: apis.eventStreams,
    hooks: {
      events: ([first, ...rest]) => {
        const ping: StreamEvent = { kind: 'event', type: 'heartbeat', payload: { at: 1 } }
        return first === undefined ? [] : [first, ping, ...rest]
      },
    },
  },
  {
    id: 'block-start-for-text',
    kind: 'oddity',
    about: 'A text block has a start event of a kind that the model does not define.',
    seen: ['D67', 'botocore: unknown members of an event union are skipped'],
    apis: apis.converseStreams,
    hooks: {
      events: (events) => {
        const started = new Set<unknown>()
        return events.flatMap((event): StreamEvent[] => {
          if (event.kind !== 'event') return [event]
          const { contentBlockIndex } = event.payload
          if (event.type === 'contentBlockStart') started.add(contentBlockIndex)
          if (event.type !== 'contentBlockDelta' || started.has(contentBlockIndex)) return [event]
          started.add(contentBlockIndex)
          const payload = { contentBlockIndex, start: { prose: {} } }
          return [{ kind: 'event', type: 'contentBlockStart', payload }, event]
        })
      },
    },
  },
  {
    id: 'empty-text-deltas',
    kind: 'oddity',
    about: 'A block has a delta with empty text.',
    seen: ['facts 2.2'],
    apis: apis.converseStreams,
    hooks: {
      events: (events) =>
        events.flatMap((event): StreamEvent[] =>
          event.kind === 'event' && 'text' in asObject(event.payload['delta'])
            ? [{ ...event, payload: { ...event.payload, delta: { text: '' } } }, event]
            : [event],
        ),
    },
  },
  {
    id: 'block-indexes-from-one',
    kind: 'oddity',
    about: 'Block indexes start at 1.',
    seen: ['facts 2.2'],
    apis: apis.converseStreams,
    hooks: {
      events: (events) =>
        ['contentBlockStart', 'contentBlockDelta', 'contentBlockStop'].reduce<StreamEvent[]>(
          (all, type) => inEvents(type, 'contentBlockIndex', (index) => Number(index) + 1)(all),
          [...events],
        ),
    },
  },
  {
    id: 'latency-of-zero',
    kind: 'oddity',
    about: 'The latency is 0 ms.',
    seen: ['botocore ConverseMetrics'],
    apis: apis.converse,
    sees: ['*/latency'],
    hooks: inTotals('metrics/latencyMs', () => 0),
  },
  {
    id: 'converse-cache-takes-the-prompt',
    kind: 'oddity',
    about: 'A service that caches by itself counts most of the prompt as read from the cache.',
    seen: ['bifrost#6942'],
    apis: apis.converse,
    sees: ['*/usage', '*/prompt-grows', '*/same-prompt'],
    hooks: inTotals('usage', (usage) => cachedBut(2)(asObject(usage))),
  },
  {
    id: 'metadata-says-more',
    kind: 'oddity',
    about: 'Metadata has a trace and performance settings.',
    seen: ['botocore ConverseStreamMetadataEvent'],
    apis: apis.converseStreams,
    hooks: {
      events: (events) =>
        events.map((event): StreamEvent =>
          event.kind === 'event' && event.type === 'metadata'
            ? {
                ...event,
                payload: { ...event.payload, performanceConfig: { latency: 'standard' } },
              }
            : event,
        ),
    },
  },
]
