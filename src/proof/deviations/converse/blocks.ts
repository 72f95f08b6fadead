/** Content blocks of ConverseStream are started, numbered or stopped wrongly. */
import type { StreamEvent } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { gone, inEvents, set } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { type Events, event, is, twice, withoutType } from './edits.ts'

/** Changes every block index of a stream. */
function reindexed(edit: (index: unknown) => unknown): (events: Events) => StreamEvent[] {
  return (events) =>
    ['contentBlockStart', 'contentBlockDelta', 'contentBlockStop'].reduce<StreamEvent[]>(
      (all, type) => inEvents(type, 'contentBlockIndex', edit)(all),
      [...events],
    )
}

export const converseBlocks: readonly Deviation[] = [
  {
    id: 'block-index-missing',
    kind: 'mutant',
    about: 'Deltas have no block index.',
    seen: ['CS-06'],
    apis: apis.converseStreams,
    kills: ['*/block-order', '*/event-schema'],
    hooks: { events: reindexed(gone) },
  },
  {
    id: 'block-index-text',
    kind: 'mutant',
    about: 'The index of a block is a string.',
    seen: ['CS-06'],
    apis: apis.converseStreams,
    kills: ['*/block-order', '*/event-schema'],
    hooks: { events: reindexed((index) => String(index)) },
  },
  {
    id: 'block-index-negative',
    kind: 'mutant',
    about: 'The index of a block is negative.',
    seen: ['CS-06'],
    apis: apis.converseStreams,
    kills: ['*/block-order', '*/event-schema'],
    hooks: { events: reindexed((index) => Number(index) - 5) },
  },
  {
    id: 'block-index-jumps',
    kind: 'mutant',
    about: 'Each delta of a block has another index.',
    seen: ['CS-06'],
    apis: apis.converseStreams,
    kills: ['*/block-order'],
    hooks: {
      events: (events) =>
        events.map((one, at) =>
          one.kind === 'event' && one.type === 'contentBlockDelta'
            ? { ...one, payload: { ...one.payload, contentBlockIndex: at } }
            : one,
        ),
    },
  },
  {
    id: 'block-indexes-shared',
    kind: 'mutant',
    about: 'All blocks of a message have the index 0.',
    seen: ['CS-06'],
    apis: apis.converseStreams,
    kills: ['*/block-order'],
    hooks: { events: reindexed(set(0)) },
  },
  {
    id: 'second-call-in-first',
    kind: 'mutant',
    about: 'The fragments of a second call come in the block of the first.',
    seen: ['litellm#15307'],
    apis: apis.converseStreams,
    kills: ['tool-choice.two-cities-native/tool-use'],
    also: ['tool-choice.two-cities-native/*'],
    hooks: { events: callsInOne },
  },
  {
    id: 'block-stop-twice',
    kind: 'mutant',
    about: 'Blocks are stopped twice.',
    seen: ['CS-06'],
    apis: apis.converseStreams,
    kills: ['*/block-order'],
    hooks: { events: twice('contentBlockStop') },
  },
  {
    id: 'block-stop-of-another',
    kind: 'mutant',
    about: 'A block that was never started is stopped.',
    seen: ['CS-06'],
    apis: apis.converseStreams,
    kills: ['*/block-order'],
    hooks: {
      events: inEvents('contentBlockStop', 'contentBlockIndex', (index) => Number(index) + 7),
    },
  },
  {
    id: 'block-changes-kind',
    kind: 'mutant',
    about: 'A block of reasoning continues with text.',
    seen: ['CS-06', 'RZ-02'],
    apis: apis.converseStreams,
    kills: ['*/block-order'],
    hooks: {
      events: (events) => {
        const index = events.findIndex(
          (one) => one.kind === 'event' && 'text' in asObject(one.payload['delta']),
        )
        const text = events[index]
        const stop = events.findIndex(is('contentBlockStop'))
        const stray = asObject(text?.kind === 'event' ? text.payload : {})
        if (text === undefined || stop < 0 || stop > index) return [...events]
        const moved = event('contentBlockDelta', { ...stray, contentBlockIndex: 0 })
        return [...events.slice(0, stop), moved, ...events.slice(stop)]
      },
    },
  },
  {
    id: 'block-start-twice',
    kind: 'mutant',
    about: 'Every block is started twice.',
    seen: ['CS-06'],
    apis: apis.converseStreams,
    kills: ['converse-tools.streamed/block-order'],
    hooks: { events: twice('contentBlockStart') },
  },
  {
    id: 'block-start-after-delta',
    kind: 'mutant',
    about: 'Blocks are started after their first delta.',
    seen: ['CS-06'],
    apis: apis.converseStreams,
    kills: ['*/block-order'],
    hooks: {
      events: (events) =>
        events.flatMap((one, at) => {
          const before = events[at - 1]
          const isFirst =
            is('contentBlockDelta')(one) &&
            (before === undefined || !is('contentBlockDelta')(before))
          if (!isFirst || one.kind !== 'event') return [one]
          const { contentBlockIndex } = one.payload
          return [one, event('contentBlockStart', { contentBlockIndex, start: { prose: {} } })]
        }),
    },
  },
  {
    id: 'block-start-empty',
    kind: 'mutant',
    about: 'A text block has a start event whose union has no member.',
    seen: ['spinifex#844', 'botocore tagged unions'],
    apis: apis.converseStreams,
    kills: ['*/event-schema'],
    hooks: {
      events: (events) => {
        const started = new Set<unknown>()
        return events.flatMap((one) => {
          if (one.kind !== 'event') return [one]
          const { contentBlockIndex } = one.payload
          const isFirst = is('contentBlockDelta')(one) && !started.has(contentBlockIndex)
          if (is('contentBlockStart')(one) || isFirst) started.add(contentBlockIndex)
          if (!isFirst) return [one]
          return [event('contentBlockStart', { contentBlockIndex, start: {} }), one]
        })
      },
    },
  },
  {
    id: 'tool-start-empty',
    kind: 'mutant',
    about: 'The start of a tool call has lost the member of its union.',
    seen: ['spinifex#844'],
    apis: apis.converseStreams,
    kills: ['converse-tools.streamed/event-schema'],
    also: ['converse-tools.streamed/*'],
    hooks: { events: inEvents('contentBlockStart', 'start', set({})) },
  },
  {
    id: 'reasoning-delta-empty',
    kind: 'mutant',
    about: 'The union of a reasoning delta has no member.',
    seen: ['botocore tagged unions'],
    apis: apis.converseStreams,
    kills: ['*/event-schema'],
    hooks: { events: inEvents('contentBlockDelta', 'delta/reasoningContent', set({})) },
  },
  {
    id: 'no-content-block-stop',
    kind: 'mutant',
    about: 'Blocks have no stop event.',
    seen: ['D67', 'bifrost#4262'],
    apis: apis.converseStreams,
    kills: ['*/block-order'],
    hooks: { events: withoutType('contentBlockStop') },
  },
  {
    id: 'delta-after-stop',
    kind: 'mutant',
    about: 'A delta follows the stop of its block.',
    seen: ['CS-06'],
    apis: apis.converseStreams,
    kills: ['*/block-order'],
    hooks: {
      events: (events) => {
        const stop = events.findIndex(
          (event) => event.kind === 'event' && event.type === 'contentBlockStop',
        )
        const delta = events[stop - 1]
        return delta ? [...events.slice(0, stop + 1), delta, ...events.slice(stop + 1)] : events
      },
    },
  },
]

function callsInOne(events: readonly StreamEvent[]): StreamEvent[] {
  const indexOf = (event: StreamEvent) =>
    event.kind === 'event' ? event.payload['contentBlockIndex'] : undefined
  const calls = events.filter(is('contentBlockStart')).map(indexOf)
  return events.flatMap((event) => {
    const at = calls.indexOf(indexOf(event))
    if (event.kind !== 'event' || at < 0) return [event]
    const isBetween = is('contentBlockStart')(event) ? at > 0 : at < calls.length - 1
    if (isBetween && !is('contentBlockDelta')(event)) return []
    return [{ ...event, payload: { ...event.payload, contentBlockIndex: calls[0] } }]
  })
}
