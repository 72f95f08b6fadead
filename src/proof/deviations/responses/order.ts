/** A Responses stream begins or ends otherwise than it must, or its numbers are wrong. */
import type { Deviation } from '../../../reference/deviation.ts'
import { done } from '../../../reference/openai/chunks.ts'
import { eachText } from '../edits/members.ts'
import { apis } from '../scopes.ts'
import { beside, dropped, edited, inStream, isTerminal, isType, numbered, remade } from './edits.ts'

export const responsesOrder: readonly Deviation[] = [
  {
    id: 'responses-created-missing',
    kind: 'mutant',
    about: 'The stream begins with response.in_progress.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/created-first'],
    hooks: { chunks: remade(dropped('created')) },
  },
  {
    id: 'responses-created-twice',
    kind: 'mutant',
    about: 'response.created is sent twice.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/created-first'],
    hooks: { chunks: remade(beside('created', (event) => [event])) },
  },
  {
    id: 'responses-created-second',
    kind: 'mutant',
    about: 'response.in_progress comes before response.created.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/created-first'],
    hooks: {
      chunks: remade(([created, progress, ...rest]) =>
        created && progress ? [progress, created, ...rest] : [],
      ),
    },
  },
  {
    id: 'responses-in-progress-missing',
    kind: 'mutant',
    about: 'response.in_progress is never sent.',
    seen: ['llm-rosetta#455'],
    apis: apis.responsesStreams,
    kills: ['*/in-progress'],
    hooks: { chunks: remade(dropped('in_progress')) },
  },
  {
    id: 'responses-in-progress-late',
    kind: 'mutant',
    about: 'response.in_progress follows the first item.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/in-progress'],
    hooks: {
      chunks: remade((events) => {
        const progress = events.filter(isType('in_progress'))
        return beside('output_item.done', () => progress)(dropped('in_progress')(events))
      }),
    },
  },
  {
    id: 'responses-end-missing',
    kind: 'mutant',
    about: 'The stream ends without a terminal event.',
    seen: ['CLIProxyAPI#4904', 'bifrost#597'],
    apis: apis.responsesStreams,
    kills: ['*/terminal-last'],
    also: ['*'],
    hooks: { chunks: remade((events) => events.filter((event) => !isTerminal(event))) },
  },
  {
    id: 'responses-end-twice',
    kind: 'mutant',
    about: 'The terminal event is sent twice.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/terminal-last'],
    hooks: { chunks: remade((events) => [...events, ...events.filter(isTerminal)]) },
  },
  {
    id: 'responses-delta-after-end',
    kind: 'mutant',
    about: 'A delta follows the terminal event.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/terminal-last'],
    also: ['*/items', '*/parts', '*/deltas-join', '*/answers'],
    hooks: {
      chunks: remade((events) => [
        ...events,
        ...events.filter(isType('output_text.delta')).slice(-1),
      ]),
    },
  },
  {
    id: 'responses-done-early',
    kind: 'mutant',
    about: '[DONE] stands before the terminal event.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/terminal-last'],
    hooks: { chunks: (chunks) => chunks.toSpliced(-1, 0, done) },
  },
  {
    id: 'responses-number-skipped',
    kind: 'mutant',
    about: 'One event is lost on its way, and its number with it.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/sequence'],
    also: ['*/deltas-join', '*/items', '*/parts', '*/in-progress', '*/final-output'],
    hooks: { chunks: (chunks) => chunks.toSpliced(Math.floor(chunks.length / 2), 1) },
  },
  {
    id: 'responses-number-repeated',
    kind: 'mutant',
    about: 'Two events have one sequence_number.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/sequence'],
    hooks: {
      chunks: inStream((events) =>
        numbered(events).map((event, at) => (at === 3 ? { ...event, sequence_number: 2 } : event)),
      ),
    },
  },
  {
    id: 'responses-number-missing',
    kind: 'mutant',
    about: 'No event has a sequence_number.',
    seen: ['litellm#28899'],
    apis: apis.responsesStreams,
    kills: ['*/event-schema'],
    hooks: {
      chunks: inStream((events) => events.map(({ sequence_number: _, ...event }) => event)),
    },
  },
  {
    id: 'responses-number-from-one',
    kind: 'mutant',
    about: 'The first sequence_number is 1.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/sequence-start'],
    hooks: {
      chunks: inStream((events) =>
        events.map((event, at) => ({ ...event, sequence_number: at + 1 })),
      ),
    },
  },
  {
    id: 'responses-number-as-text',
    kind: 'mutant',
    about: 'sequence_number is a text.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/event-schema'],
    also: ['*/sequence', '*/sequence-start'],
    hooks: {
      chunks: inStream((events) =>
        events.map((event, at) => ({ ...event, sequence_number: String(at) })),
      ),
    },
  },
  {
    id: 'responses-events-swapped',
    kind: 'mutant',
    about: 'output_text.done overtakes the last delta.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/parts'],
    hooks: {
      chunks: remade((events) => {
        const at = events.findIndex(isType('output_text.done'))
        const [delta, finished] = [events[at - 1], events[at]]
        return delta && finished ? events.toSpliced(at - 1, 2, finished, delta) : events
      }),
    },
  },
  {
    id: 'responses-type-missing',
    kind: 'mutant',
    about: 'Deltas have no type.',
    seen: ['cursor2api#116'],
    apis: apis.responsesStreams,
    kills: ['*/event-schema'],
    also: ['*'],
    hooks: {
      chunks: inStream(edited('output_text.delta', ({ type: _, ...event }) => event)),
    },
  },
  {
    id: 'responses-not-nested',
    kind: 'mutant',
    about: 'Events of the response are the response itself, with a type.',
    seen: ['cursor2api#116'],
    apis: apis.responsesStreams,
    kills: ['*/event-schema'],
    also: ['*'],
    hooks: {
      chunks: inStream((events) =>
        events.map(({ response, ...event }) => ({ ...Object(response), ...event })),
      ),
    },
  },
  {
    id: 'responses-event-line-wrong',
    kind: 'mutant',
    about: 'The event lines name another type than the JSON does.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/event-names'],
    hooks: { frames: eachText((text) => `event: response.delta\n${text}`) },
  },
]
