/** ConverseStream events in a wrong order or with wrong members. */
import type { Api, StreamEvent } from '../../../../reference/call.ts'
import { asObject } from '../../../../reference/json.ts'
import { mutant } from '../../edit.ts'
import { gone, inEvents, set } from '../../reach.ts'

const streams: { readonly apis: readonly Api[] } = { apis: ['converse-stream'] }

type Events = readonly StreamEvent[]

function is(type: string): (event: StreamEvent) => boolean {
  return (event) => event.kind === 'event' && event.type === type
}

/** The events with those of one type moved to a place of their own. */
function moved(type: string, place: 'first' | 'last'): (events: Events) => StreamEvent[] {
  return (events) => {
    const some = events.filter(is(type))
    const others = events.filter((event) => !is(type)(event))
    return place === 'first' ? [...some, ...others] : [...others, ...some]
  }
}

function twice(type: string): (events: Events) => StreamEvent[] {
  return (events) => events.flatMap((event) => (is(type)(event) ? [event, event] : [event]))
}

/** Every block index of a stream changed. */
function reindexed(edit: (index: unknown) => unknown): (events: Events) => StreamEvent[] {
  return (events) =>
    ['contentBlockStart', 'contentBlockDelta', 'contentBlockStop'].reduce<StreamEvent[]>(
      (all, type) => inEvents(type, 'contentBlockIndex', edit)(all),
      [...events],
    )
}

function event(type: string, payload: Readonly<Record<string, unknown>>): StreamEvent {
  return { kind: 'event', type, payload: { ...payload } }
}

export const eventMutants = [
  mutant(
    'message-start-late',
    'The message starts after its first delta.',
    ['CS-05'],
    {
      events: ([first, second, ...rest]) =>
        [second, first, ...rest].filter((one) => one !== undefined),
    },
    { kills: ['*/message-start'], ...streams },
  ),
  mutant(
    'message-start-last',
    'The message starts when everything else is over.',
    ['CS-05'],
    { events: moved('messageStart', 'last') },
    { kills: ['*/message-start', '*/metadata'], ...streams },
  ),
  mutant(
    'block-index-missing',
    'Deltas do not say which block they belong to.',
    ['CS-06'],
    { events: reindexed(gone) },
    { kills: ['*/block-order', '*/event-schema'], ...streams },
  ),
  mutant(
    'block-index-text',
    'The index of a block is text.',
    ['CS-06'],
    { events: reindexed((index) => String(index)) },
    { kills: ['*/block-order', '*/event-schema'], ...streams },
  ),
  mutant(
    'block-index-negative',
    'The index of a block is below zero.',
    ['CS-06'],
    { events: reindexed((index) => Number(index) - 5) },
    { kills: ['*/block-order', '*/event-schema'], ...streams },
  ),
  mutant(
    'block-index-jumps',
    'Every delta of a block has another index.',
    ['CS-06'],
    {
      events: (events) =>
        events.map((one, at) =>
          one.kind === 'event' && one.type === 'contentBlockDelta'
            ? { ...one, payload: { ...one.payload, contentBlockIndex: at } }
            : one,
        ),
    },
    { kills: ['*/block-order'], ...streams },
  ),
  mutant(
    'block-indexes-shared',
    'All blocks of a message have the index 0.',
    ['CS-06'],
    { events: reindexed(set(0)) },
    { kills: ['*/block-order'], ...streams },
  ),
  mutant(
    'block-stop-twice',
    'Blocks are closed twice.',
    ['CS-06'],
    { events: twice('contentBlockStop') },
    { kills: ['*/block-order'], ...streams },
  ),
  mutant(
    'block-stop-of-another',
    'A block is closed that was never opened.',
    ['CS-06'],
    { events: inEvents('contentBlockStop', 'contentBlockIndex', (index) => Number(index) + 7) },
    { kills: ['*/block-order'], ...streams },
  ),
  mutant(
    'message-stop-twice',
    'The message stops twice.',
    ['CS-07'],
    { events: twice('messageStop') },
    { kills: ['*/message-stop'], ...streams },
  ),
  mutant(
    'message-stop-early',
    'The message stops before its blocks.',
    ['CS-07'],
    {
      events: (events) => {
        const [start, ...rest] = moved(
          'messageStop',
          'first',
        )(events).toSorted(
          (one, other) => Number(is('messageStart')(other)) - Number(is('messageStart')(one)),
        )
        return start === undefined ? [] : [start, ...rest]
      },
    },
    { kills: ['*/message-stop'], ...streams },
  ),
  mutant(
    'metadata-twice',
    'Metadata comes twice.',
    ['CS-08'],
    { events: twice('metadata') },
    { kills: ['*/metadata'], ...streams },
  ),
  mutant(
    'metadata-first',
    'Metadata comes before the message.',
    ['CS-08'],
    { events: moved('metadata', 'first') },
    { kills: ['*/metadata', '*/message-start'], ...streams },
  ),
  mutant(
    'event-after-metadata',
    'A delta comes after everything is over.',
    ['CS-08'],
    {
      events: (events) => {
        const delta = events.find(is('contentBlockDelta'))
        return delta === undefined ? [...events] : [...events, delta]
      },
    },
    { kills: ['*/metadata', '*/message-stop', '*/block-order'], ...streams },
  ),
  mutant(
    'delta-empty',
    'A delta brings nothing.',
    ['CS-04'],
    { events: inEvents('contentBlockDelta', 'delta', set({})) },
    { kills: ['*/event-schema'], ...streams },
  ),
  mutant(
    'delta-missing',
    'An event of a block has no delta.',
    ['CS-04'],
    { events: inEvents('contentBlockDelta', 'delta', gone) },
    { kills: ['*/event-schema'], ...streams },
  ),
  mutant(
    'delta-of-two-kinds',
    'A delta is text and reasoning at once.',
    ['CS-04'],
    {
      events: inEvents('contentBlockDelta', 'delta', (delta) => ({
        text: '',
        reasoningContent: { text: '' },
        ...asObject(delta),
      })),
    },
    { kills: ['*/event-schema'], ...streams },
  ),
  mutant(
    'delta-text-number',
    'The text of a delta is a number.',
    ['CS-04'],
    { events: inEvents('contentBlockDelta', 'delta/text', set(5)) },
    { kills: ['*/event-schema'], ...streams },
  ),
  mutant(
    'delta-as-text',
    'A delta is bare text.',
    ['CS-04'],
    { events: inEvents('contentBlockDelta', 'delta', (delta) => String(asObject(delta)['text'])) },
    { kills: ['*/event-schema'], ...streams },
  ),
  mutant(
    'block-changes-kind',
    'Text goes on in the block of the reasoning.',
    ['CS-06', 'RZ-02'],
    {
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
    { kills: ['*/block-order'], ...streams },
  ),
  mutant(
    'block-start-twice',
    'Every block is started twice.',
    ['CS-06'],
    { events: twice('contentBlockStart') },
    { kills: ['converse-tools.streamed/block-order'], ...streams },
  ),
  mutant(
    'block-start-after-delta',
    'Blocks are started after their first delta.',
    ['CS-06'],
    {
      events: (events) =>
        events.flatMap((one, at) => {
          const before = events[at - 1]
          const isFirst =
            is('contentBlockDelta')(one) &&
            (before === undefined || !is('contentBlockDelta')(before))
          if (!isFirst || one.kind !== 'event') return [one]
          const { contentBlockIndex } = one.payload
          return [one, event('contentBlockStart', { contentBlockIndex, start: {} })]
        }),
    },
    { kills: ['*/block-order'], ...streams },
  ),
  mutant(
    'exception-alien',
    'A stream breaks off with an exception that is not modelled.',
    ['CS-09'],
    {
      events: (events) => [
        ...events.slice(0, 2),
        { kind: 'exception', type: 'somethingWentWrong', payload: { message: 'Oops.' } },
      ],
    },
    {
      also: ['*/one-finish'],
      kills: ['*/no-exception'],
      apis: ['converse-stream', 'invoke-stream'],
    },
  ),
  mutant(
    'exception-without-message',
    'A stream breaks off with an exception that says nothing.',
    ['CS-09'],
    {
      events: (events) => [
        ...events.slice(0, 2),
        { kind: 'exception', type: 'modelStreamErrorException', payload: {} },
      ],
    },
    {
      also: ['*/one-finish'],
      kills: ['*/no-exception'],
      apis: ['converse-stream', 'invoke-stream'],
    },
  ),
  mutant(
    'exception-at-the-end',
    'An exception follows the whole answer.',
    ['CS-09'],
    {
      events: (events) => [
        ...events,
        {
          kind: 'exception',
          type: 'internalServerException',
          payload: { message: 'The system encountered an unexpected error.' },
        },
      ],
    },
    { kills: ['*/no-exception'], apis: ['converse-stream', 'invoke-stream'] },
  ),
  mutant(
    'converse-delta-lost',
    'Every third delta of a ConverseStream is lost.',
    ['CS-13'],
    {
      events: (events) => events.filter((one, at) => !is('contentBlockDelta')(one) || at % 3 !== 2),
    },
    { kills: ['frames.echo/echoes'], ...streams },
  ),
  mutant(
    'converse-deltas-cumulative',
    'Every delta of a ConverseStream repeats the text so far.',
    ['CS-13'],
    {
      events: (events) => {
        let text = ''
        return inEvents('contentBlockDelta', 'delta/text', (part) => {
          text += String(part)
          return text
        })(events)
      },
    },
    { kills: ['*/deltas-add'], ...streams },
  ),
  mutant(
    'converse-in-one-delta',
    'The whole text of a ConverseStream comes in one delta.',
    ['D34'],
    {
      events: (events) => {
        const text = events.map((one) => textOf(one) ?? '').join('')
        const first = events.findIndex((one) => textOf(one) !== undefined)
        return events.flatMap((one, at) => {
          if (textOf(one) === undefined || one.kind !== 'event') return [one]
          return at === first ? [{ ...one, payload: { ...one.payload, delta: { text } } }] : []
        })
      },
    },
    { kills: ['frames.long/bit-by-bit'], ...streams },
  ),
  mutant(
    'converse-metadata-without-message',
    'A stream holds nothing but metadata.',
    ['CS-05'],
    { events: (events) => events.filter(is('metadata')) },
    { kills: ['*/message-start', '*/message-stop'], ...streams },
  ),
  mutant(
    'converse-stream-empty',
    'An event stream holds no event.',
    ['CS-05'],
    { events: () => [] },
    {
      also: ['*/ends-on-a-frame', '*/metadata'],
      kills: ['*/message-start', '*/message-stop'],
      ...streams,
    },
  ),
]

function textOf(one: StreamEvent): string | undefined {
  const text = one.kind === 'event' ? asObject(one.payload['delta'])['text'] : undefined
  return typeof text === 'string' ? text : undefined
}
