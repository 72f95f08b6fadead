/** Single server-sent events are malformed. */
import type { Deviation } from '../../../reference/deviation.ts'
import { eachText } from '../edits/members.ts'
import { apis } from '../scopes.ts'

export const sseEvents: readonly Deviation[] = [
  {
    id: 'empty-string-events',
    kind: 'mutant',
    about: 'Keep-alive events have data that is not a chunk.',
    seen: ['D30', 'llama.cpp#24013'],
    apis: apis.chatStreams,
    kills: ['*/events-are-json'],
    hooks: { chunks: (chunks) => [...chunks.slice(0, 1), '""', ...chunks.slice(1)] },
  },
  {
    id: 'events-run-together',
    kind: 'mutant',
    about: 'Events are not separated by blank lines.',
    seen: ['D23'],
    apis: apis.chatStreams,
    kills: ['*/framing'],
    also: ['*/done-last'],
    hooks: { frames: eachText((text) => text.replace(/\n\n$/u, '\n')) },
  },
  {
    id: 'error-field',
    kind: 'mutant',
    about: 'A failure in a stream is sent in a field named error.',
    seen: ['D23', 'llama.cpp#16109'],
    apis: apis.sseStreams,
    kills: ['*/framing'],
    also: [
      'assert:answer',
      '*/message-events',
      '*/message-stop',
      '*/message-usage',
      '*/done-last',
      '*/one-finish',
      '*/usage-chunk',
      'stop.cuts/streamed.says-stop',
      'prompt.counted/streamed.says-length',
    ],
    hooks: {
      frames: (pieces) => [
        ...pieces.slice(0, 2),
        { bytes: Buffer.from('error: {"code":500,"message":"boom"}\n\n'), wait: 1 },
      ],
    },
  },
  {
    id: 'ndjson',
    kind: 'mutant',
    about: 'Chunks are sent as lines of JSON instead of events.',
    seen: ['D23'],
    apis: apis.chatStreams,
    kills: ['*/framing'],
    also: ['*/done-last'],
    hooks: { frames: eachText((text) => text.replace(/^data: /u, '').replace(/\n\n$/u, '\n')) },
  },
  {
    id: 'json-over-two-events',
    kind: 'mutant',
    about: 'A chunk is split over two events.',
    seen: ['ST-04'],
    apis: apis.chatStreams,
    kills: ['*/events-are-json'],
    also: ['stop.cuts/text-kept'],
    hooks: {
      frames: eachText((text, at) =>
        at === 2 ? text.replace(/,"choices"/u, '\n\ndata: ,"choices"') : text,
      ),
    },
  },
  {
    id: 'two-chunks-in-one-event',
    kind: 'mutant',
    about: 'An event has two chunks.',
    seen: ['ST-04'],
    apis: apis.chatStreams,
    kills: ['*/events-are-json'],
    hooks: {
      frames: eachText((text, at) => (at === 1 ? text.replace(/\n\n$/u, '\n') : text)),
    },
  },
  {
    id: 'garbage-after-json',
    kind: 'mutant',
    about: 'A comma follows the JSON of the third event.',
    seen: ['ST-04'],
    apis: apis.chatStreams,
    kills: ['*/events-are-json'],
    also: ['stop.cuts/text-kept'],
    hooks: { frames: eachText((text, at) => (at === 2 ? text.replace(/\n\n$/u, ',\n\n') : text)) },
  },
  {
    id: 'responses-event-not-json',
    kind: 'mutant',
    about: 'A comma follows the JSON of the first delta of a response.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/events-are-json'],
    also: ['*/sequence', '*/items', '*/parts', '*/deltas-join', '*/final-output'],
    hooks: {
      frames: eachText((text) =>
        /_text\.delta/u.test(text) && /"sequence_number":[3-5]\b/u.test(text)
          ? text.replace(/\n\n$/u, ',\n\n')
          : text,
      ),
    },
  },
  {
    id: 'single-quotes',
    kind: 'mutant',
    about: 'The JSON of the events has single quotes.',
    seen: ['ST-04'],
    apis: apis.chatStreams,
    kills: ['*/events-are-json'],
    hooks: { frames: eachText((text) => text.replaceAll('"', "'")) },
  },
  {
    id: 'chunk-in-list',
    kind: 'mutant',
    about: 'The data of an event is a list of chunks.',
    seen: ['ST-04'],
    apis: apis.chatStreams,
    kills: ['*/events-are-json'],
    hooks: { frames: eachText((text) => text.replace(/^data: (\{.*\})/u, 'data: [$1]')) },
  },
  {
    id: 'error-event',
    kind: 'mutant',
    about: 'A failure in a stream is an event of type error, after which the stream ends.',
    seen: ['D23', 'lemonade#2826'],
    apis: apis.chatStreams,
    kills: ['*/no-error-in-success'],
    also: [
      'assert:answer',
      '*/done-last',
      '*/one-finish',
      '*/usage-chunk',
      'stop.cuts/streamed.says-stop',
      'prompt.counted/streamed.says-length',
    ],
    hooks: {
      frames: (pieces) => [
        ...pieces.slice(0, 2),
        {
          bytes: Buffer.from(
            'event: error\ndata: {"error":{"message":"boom","type":"server_error","param":null,"code":"500"}}\n\n',
          ),
          wait: 1,
        },
      ],
    },
  },
  {
    id: 'field-in-capitals',
    kind: 'mutant',
    about: 'The field is named DATA.',
    seen: ['WHATWG HTML 9.2.6'],
    apis: apis.chatStreams,
    kills: ['*/framing'],
    also: ['*/done-last'],
    hooks: { frames: eachText((text) => text.replace(/^data:/u, 'DATA:')) },
  },
  {
    id: 'field-indented',
    kind: 'mutant',
    about: 'A space stands before every field.',
    seen: ['WHATWG HTML 9.2.6'],
    apis: apis.chatStreams,
    kills: ['*/framing'],
    also: ['*/done-last'],
    hooks: { frames: eachText((text) => ` ${text}`) },
  },
  {
    id: 'raw-line-breaks',
    kind: 'mutant',
    about: 'Line breaks are not escaped in the JSON.',
    seen: ['WHATWG HTML 9.2.6'],
    apis: apis.chatStreams,
    kills: ['*/events-are-json'],
    also: ['assert:answer', '*/first-role', '*/framing'],
    hooks: {
      frames: eachText((text) => text.replaceAll(String.raw`"content":"`, '"content":"\n')),
    },
  },
]
