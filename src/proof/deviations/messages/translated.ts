/** Messages that a server in front translates from chat completions, and what is lost in it. */
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { set } from '../edits/path.ts'
import { without } from '../edits/members.ts'
import { apis, endpoints } from '../scopes.ts'
import { contentOf, inEvent, inMessage, inStream } from './edits.ts'

/** A stop sequence that was met looks like the end of a turn. */
function asEndOfTurn<T extends object>(end: T): T {
  const met = asObject(end)['stop_reason'] === 'stop_sequence'
  return met ? { ...end, stop_reason: 'end_turn', stop_sequence: null } : end
}

function endedByItself(event: JsonObject): JsonObject {
  return event['type'] === 'message_delta'
    ? { ...event, delta: asEndOfTurn(asObject(event['delta'])) }
    : event
}

const seen = ['ogx 1.5.0 responses']

/** Events of a message whose text has a line break lack those of its blocks. */
function withoutBlocks(events: readonly JsonObject[]): readonly JsonObject[] {
  const text = events.map((event) => String(asObject(event['delta'])['text'] ?? '')).join('')
  return text.includes('\n')
    ? events.filter((event) => !String(event['type']).startsWith('content_block_'))
    : events
}

export const messagesTranslated: readonly Deviation[] = [
  {
    id: 'message-content-lost',
    kind: 'mutant',
    about:
      'The content of a message with a line break in its text is lost, and its tokens are counted.',
    seen: ['CLIProxyAPI#2610'],
    apis: apis.messages,
    kills: ['messages.stop-sequence/control.content-came'],
    also: ['*'],
    hooks: {
      body: inMessage((message) =>
        contentOf(message).some(({ text }) => String(text).includes('\n'))
          ? { ...message, content: [] }
          : message,
      ),
      chunks: inStream(withoutBlocks),
    },
  },
  {
    id: 'message-text-deltas-untyped',
    kind: 'mutant',
    about: 'Deltas of text have the type text, which no client reads.',
    seen: ['litellm#29286'],
    apis: apis.messageStreams,
    kills: ['messages.stop-sequence/control.content-came'],
    also: ['*'],
    hooks: {
      chunks: inEvent('content_block_delta', 'delta/type', (type) =>
        type === 'text_delta' ? 'text' : type,
      ),
    },
  },
  {
    id: 'translated-stop-hidden',
    kind: 'mutant',
    about: 'A stop sequence that was met is said to be the end of the turn.',
    seen: ['AM-03', ...seen],
    apis: apis.anthropic,
    endpoints: endpoints.llamaStack,
    kills: ['messages.translated-stop/reason-named', 'messages.translated-stop/names-sequence'],
    hooks: {
      body: inMessage(asEndOfTurn),
      chunks: inStream((events) => events.map(endedByItself)),
    },
  },
  {
    id: 'message-stop-hidden-in-streams',
    kind: 'mutant',
    about: 'A stream that a stop sequence ended says that the turn ended.',
    seen: ['AM-03'],
    apis: apis.messagesStreams,
    kills: ['messages.stop-sequence/reason-named', 'messages.translated-stop/reason-named'],
    also: ['*/names-sequence'],
    hooks: { chunks: inStream((events) => events.map(endedByItself)) },
  },
  {
    id: 'translated-stops-dropped',
    kind: 'mutant',
    about: 'Stop sequences are not passed on.',
    seen: ['AM-03'],
    apis: apis.anthropic,
    endpoints: endpoints.llamaStack,
    kills: ['messages.translated-stop/text-cut'],
    also: ['messages.translated-stop/*'],
    hooks: { request: (request) => without(request, 'stop_sequences') },
  },
  {
    id: 'translated-model',
    kind: 'oddity',
    about: 'A message names the model by the id of the provider behind.',
    seen: ['AM-01', ...seen],
    apis: apis.anthropic,
    endpoints: endpoints.llamaStack,
    hooks: {
      body: inMessage((message) => ({
        ...message,
        model: String(message['model']).replace(/^.*\//u, ''),
      })),
    },
  },
  {
    id: 'translated-uncounted',
    kind: 'mutant',
    about: 'A stream counts no token, in message_start or in message_delta.',
    seen: ['AM-04', ...seen],
    apis: apis.messagesStreams,
    endpoints: endpoints.llamaStack,
    kills: ['*/message-usage', '*/start-usage'],
    also: ['assert:usage-compare', 'assert:completion-at-most'],
    hooks: {
      chunks: (chunks) =>
        ['input_tokens', 'output_tokens'].reduce(
          (all, member) =>
            inEvent(
              'message_delta',
              `usage/${member}`,
              set(0),
            )(inEvent('message_start', `message/usage/${member}`, set(0))(all)),
          [...chunks],
        ),
    },
  },
]
