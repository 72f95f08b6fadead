/** Output items are announced, named or finished otherwise than they must be. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { apis } from '../scopes.ts'
import {
  beside,
  dropped,
  eachItem,
  edited,
  everyItem,
  inBoth,
  inEnd,
  inStream,
  remade,
} from './edits.ts'

export const responsesItems: readonly Deviation[] = [
  {
    id: 'responses-index-from-one',
    kind: 'mutant',
    about: 'output_index counts from 1.',
    seen: ['sglang#12644'],
    apis: apis.responsesStreams,
    kills: ['*/items'],
    hooks: {
      chunks: inStream((events) =>
        events.map((event) =>
          'output_index' in event
            ? { ...event, output_index: Number(event['output_index']) + 1 }
            : event,
        ),
      ),
    },
  },
  {
    id: 'responses-index-shared',
    kind: 'mutant',
    about: 'All items have output_index 0.',
    seen: ['bifrost#604', 'ogx 1.5.0 responses'],
    apis: apis.responsesStreams,
    kills: ['*/items'],
    also: ['*/parts', '*/deltas-join', '*/final-output'],
    hooks: {
      chunks: inStream((events) =>
        events.map((event) => ('output_index' in event ? { ...event, output_index: 0 } : event)),
      ),
    },
  },
  {
    id: 'responses-index-missing',
    kind: 'mutant',
    about: 'Deltas do not say which item they belong to.',
    seen: ['lemonade#3607', 'llama.cpp#20607'],
    apis: apis.responsesStreams,
    kills: ['*/event-schema'],
    also: ['*/parts', '*/deltas-join'],
    hooks: {
      chunks: inStream(
        edited('output_text.delta', ({ output_index: _, content_index: __, ...event }) => event),
      ),
    },
  },
  {
    id: 'responses-item-id-of-deltas',
    kind: 'mutant',
    about: 'Deltas name their item by another id than the item has.',
    seen: ['litellm#19125'],
    apis: apis.responsesStreams,
    kills: ['*/items'],
    also: ['*/said-once'],
    hooks: {
      chunks: inStream(edited('output_text.delta', (event) => ({ ...event, item_id: 'msg_0' }))),
    },
  },
  {
    id: 'responses-item-id-per-event',
    kind: 'mutant',
    about: 'Every event names its item by a new id.',
    seen: ['litellm#27671'],
    apis: apis.responsesStreams,
    kills: ['*/items'],
    also: [
      '*/said-once',
      '*/final-output',
      '*/answers',
      'responses.*',
      'stream*',
      '*/names-*',
      '*/tool-calls',
    ],
    hooks: {
      chunks: inStream((events) =>
        events.map((event, at) => ({
          ...event,
          ...('item_id' in event && { item_id: `id_${at}` }),
          ...('item' in event && { item: { ...asObject(event['item']), id: `id_${at}` } }),
        })),
      ),
    },
  },
  {
    id: 'responses-item-ids-equal',
    kind: 'mutant',
    about: 'All items of a response have one id.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/ids'],
    also: ['*/items'],
    hooks: {
      ...inBoth((response) => ({
        ...response,
        output: (response['output'] as readonly object[]).map((item) => ({ ...item, id: 'item' })),
      })),
      chunks: inStream((events) =>
        events.map((event) => ({
          ...event,
          ...('item_id' in event && { item_id: 'item' }),
          ...('item' in event && { item: { ...asObject(event['item']), id: 'item' } }),
          ...(String(event['type']).startsWith('response.completed') && {
            response: {
              ...asObject(event['response']),
              output: (asObject(event['response'])['output'] as readonly object[]).map((item) => ({
                ...item,
                id: 'item',
              })),
            },
          }),
        })),
      ),
    },
  },
  {
    id: 'responses-call-id-changes',
    kind: 'mutant',
    about: 'A call is done with another call_id than it was announced with.',
    seen: ['vllm#47916'],
    apis: apis.responsesStreams,
    kills: ['tools.named/items'],
    also: ['*/final-output'],
    hooks: {
      chunks: inStream(
        edited('output_item.done', (event) => ({
          ...event,
          item: {
            ...asObject(event['item']),
            ...('call_id' in asObject(event['item']) && { call_id: 'call_other' }),
          },
        })),
      ),
    },
  },
  {
    id: 'responses-call-id-of-end',
    kind: 'mutant',
    about: 'A call has another call_id in the terminal event.',
    seen: ['vllm#47916'],
    apis: apis.responsesStreams,
    kills: ['tools.named/final-output'],
    hooks: {
      chunks: inEnd(eachItem('function_call', (item) => ({ ...item, call_id: 'call_other' }))),
    },
  },
  {
    id: 'responses-call-ids-equal',
    kind: 'mutant',
    about: 'Two calls of a response have one call_id.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['tool-choice.two-cities/ids'],
    also: ['*/tool-calls', '*/two-calls', '*/called'],
    hooks: everyItem('function_call', (item) => ({ ...item, call_id: 'call_same' })),
  },
  {
    id: 'responses-item-done-missing',
    kind: 'mutant',
    about: 'Messages are never done.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/items'],
    also: ['*/final-output'],
    hooks: {
      chunks: remade((events) =>
        events.filter(
          (event) =>
            event['type'] !== 'response.output_item.done' ||
            asObject(event['item'])['type'] !== 'message',
        ),
      ),
    },
  },
  {
    id: 'responses-item-done-twice',
    kind: 'mutant',
    about: 'The first item is done twice.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/items'],
    hooks: { chunks: remade(beside('output_item.done', (event) => [event])) },
  },
  {
    id: 'responses-item-unannounced',
    kind: 'mutant',
    about: 'Items are never announced.',
    seen: ['bifrost#5959'],
    apis: apis.responsesStreams,
    kills: ['*/items'],
    also: ['*/final-output'],
    hooks: { chunks: remade(dropped('output_item.added')) },
  },
  {
    id: 'responses-item-without-content',
    kind: 'mutant',
    about: 'Messages are announced without content.',
    seen: ['bifrost#6487'],
    apis: apis.responsesStreams,
    kills: ['*/event-schema'],
    hooks: {
      chunks: inStream(
        edited('output_item.added', (event) => {
          const { content: _, ...item } = asObject(event['item'])
          return { ...event, item }
        }),
      ),
    },
  },
  {
    id: 'responses-item-announced-complete',
    kind: 'mutant',
    about: 'Items are announced as completed.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/items'],
    hooks: {
      chunks: inStream(
        edited('output_item.added', (event) => ({
          ...event,
          item: { ...asObject(event['item']), status: 'completed' },
        })),
      ),
    },
  },
  {
    id: 'responses-item-done-in-progress',
    kind: 'mutant',
    about: 'Items that are done are still in progress.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/items'],
    also: ['*/final-output'],
    hooks: {
      chunks: inStream(
        edited('output_item.done', (event) => ({
          ...event,
          item: { ...asObject(event['item']), status: 'in_progress' },
        })),
      ),
    },
  },
  {
    id: 'responses-item-of-another-type',
    kind: 'mutant',
    about: 'A message is done as reasoning.',
    seen: ['bifrost#5149'],
    apis: apis.responsesStreams,
    kills: ['*/items'],
    also: ['*'],
    hooks: {
      chunks: inStream(
        edited('output_item.done', (event) => ({
          ...event,
          item: { ...asObject(event['item']), type: 'reasoning', summary: [] },
        })),
      ),
    },
  },
  {
    id: 'responses-delta-after-item',
    kind: 'mutant',
    about: 'The last delta of a text follows the end of its item.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/items'],
    also: ['*/parts', '*/deltas-join'],
    hooks: {
      chunks: remade((events) => {
        const at = events.findLastIndex(({ type }) => type === 'response.output_text.delta')
        const delta = events[at]
        return delta === undefined
          ? events
          : [...events.toSpliced(at, 1).slice(0, -1), delta, ...events.slice(-1)]
      }),
    },
  },
]
