/** Events of ConverseStream are missing, repeated or out of order. */
import type { Deviation } from '../../../reference/deviation.ts'
import { apis } from '../scopes.ts'
import { is, moved, twice, withoutType } from './edits.ts'

export const converseOrder: readonly Deviation[] = [
  {
    id: 'message-start-late',
    kind: 'mutant',
    about: '`messageStart` follows the first delta.',
    seen: ['CS-05'],
    apis: apis.converseStreams,
    kills: ['*/message-start'],
    hooks: {
      events: ([first, second, ...rest]) =>
        [second, first, ...rest].filter((one) => one !== undefined),
    },
  },
  {
    id: 'message-start-last',
    kind: 'mutant',
    about: '`messageStart` is the last event.',
    seen: ['CS-05'],
    apis: apis.converseStreams,
    kills: ['*/message-start', '*/metadata'],
    hooks: { events: moved('messageStart', 'last') },
  },
  {
    id: 'message-stop-twice',
    kind: 'mutant',
    about: '`messageStop` is sent twice.',
    seen: ['CS-07'],
    apis: apis.converseStreams,
    kills: ['*/message-stop'],
    hooks: { events: twice('messageStop') },
  },
  {
    id: 'message-stop-early',
    kind: 'mutant',
    about: '`messageStop` precedes the blocks.',
    seen: ['CS-07'],
    apis: apis.converseStreams,
    kills: ['*/message-stop'],
    hooks: {
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
  },
  {
    id: 'metadata-twice',
    kind: 'mutant',
    about: 'Metadata is sent twice.',
    seen: ['CS-08'],
    apis: apis.converseStreams,
    kills: ['*/metadata'],
    hooks: { events: twice('metadata') },
  },
  {
    id: 'metadata-first',
    kind: 'mutant',
    about: 'Metadata precedes the message.',
    seen: ['CS-08'],
    apis: apis.converseStreams,
    kills: ['*/metadata', '*/message-start'],
    hooks: { events: moved('metadata', 'first') },
  },
  {
    id: 'event-after-metadata',
    kind: 'mutant',
    about: 'A delta follows the metadata.',
    seen: ['CS-08'],
    apis: apis.converseStreams,
    kills: ['*/metadata', '*/message-stop', '*/block-order'],
    hooks: {
      events: (events) => {
        const delta = events.find(is('contentBlockDelta'))
        return delta === undefined ? [...events] : [...events, delta]
      },
    },
  },
  {
    id: 'converse-metadata-without-message',
    kind: 'mutant',
    about: 'A stream has metadata and no message.',
    seen: ['CS-05'],
    apis: apis.converseStreams,
    kills: ['*/message-start', '*/message-stop'],
    also: ['assert:answer'],
    hooks: { events: (events) => events.filter(is('metadata')) },
  },
  {
    id: 'converse-stream-empty',
    kind: 'mutant',
    about: 'An event stream has no event.',
    seen: ['CS-05'],
    apis: apis.converseStreams,
    kills: ['*/message-start', '*/message-stop'],
    also: ['*/ends-on-a-frame', '*/metadata'],
    hooks: { events: () => [] },
  },
  {
    id: 'no-message-stop',
    kind: 'mutant',
    about: '`messageStop` is missing.',
    seen: ['D67', 'litellm#32686'],
    apis: apis.converseStreams,
    kills: ['*/message-stop'],
    hooks: { events: withoutType('messageStop') },
  },
  {
    id: 'no-metadata',
    kind: 'mutant',
    about: 'The metadata event is missing.',
    seen: ['D67', 'effect#6160'],
    apis: apis.converseStreams,
    kills: ['*/metadata'],
    hooks: { events: withoutType('metadata') },
  },
  {
    id: 'no-message-start',
    kind: 'mutant',
    about: '`messageStart` is missing.',
    seen: ['D67'],
    apis: apis.converseStreams,
    kills: ['*/message-start'],
    hooks: { events: withoutType('messageStart') },
  },
  {
    id: 'message-start-twice',
    kind: 'mutant',
    about: '`messageStart` is sent twice.',
    seen: ['CS-05'],
    apis: apis.converseStreams,
    kills: ['*/message-start'],
    hooks: { events: (events) => [...events.slice(0, 1), ...events] },
  },
  {
    id: 'metadata-before-stop',
    kind: 'mutant',
    about: 'Metadata precedes `messageStop`.',
    seen: ['CS-08'],
    apis: apis.converseStreams,
    kills: ['*/metadata'],
    hooks: {
      events: (events) => [...events.slice(0, -2), ...events.slice(-1), ...events.slice(-2, -1)],
    },
  },
]
