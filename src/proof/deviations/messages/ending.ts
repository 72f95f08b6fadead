/** A message says wrongly why it ended, and what it took. */
import { asArray, asObject } from '../../../reference/json.ts'
import type { Call } from '../../../reference/call.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { apis } from '../scopes.ts'
import { inEvent, inWhole } from './edits.ts'
import { atEnd } from './whole.ts'
import { sentIn } from '../edits/sent.ts'

/** The first of the sequences that the request has. */
function firstAsked(call: Call): unknown {
  return asArray(sentIn(call)['stop_sequences'])[0]
}

function namedFirst(call: Call) {
  return (met: unknown) => (typeof met === 'string' ? firstAsked(call) : met)
}

/** What is kept for five minutes is counted as kept for an hour. */
function forAnHour(details: unknown): unknown {
  const { ephemeral_5m_input_tokens: short, ephemeral_1h_input_tokens: long } = asObject(details)
  return { ephemeral_5m_input_tokens: long, ephemeral_1h_input_tokens: short }
}

export const messagesEnding: readonly Deviation[] = [
  {
    id: 'turn-paused',
    kind: 'mutant',
    about: 'A turn that ended is said to be paused.',
    seen: ['AM-03'],
    apis: apis.messages,
    kills: ['*/stop-reason-due'],
    also: ['assert:finish', 'assert:ends-at-limit'],
    hooks: atEnd('stop_reason', (reason) => (reason === 'end_turn' ? 'pause_turn' : reason)),
  },
  {
    id: 'limit-as-context-window',
    kind: 'mutant',
    about: 'A message that its limit ended blames the context window of the model.',
    seen: ['AM-04'],
    apis: apis.messages,
    kills: ['messages.limit/stop-reason-due'],
    hooks: atEnd('stop_reason', (reason) =>
      reason === 'max_tokens' ? 'model_context_window_exceeded' : reason,
    ),
  },
  {
    id: 'other-stop-sequence-named',
    kind: 'mutant',
    about: 'A message names the first stop sequence of the request, whichever was met.',
    seen: ['AM-03'],
    apis: apis.messages,
    kills: ['messages.stop-sequence/names-sequence', 'messages.translated-stop/names-sequence'],
    hooks: {
      body: (body, call) => inWhole('stop_sequence', namedFirst(call))(body, call),
      chunks: (chunks, call) =>
        inEvent('message_delta', 'delta/stop_sequence', namedFirst(call))(chunks),
    },
  },
  {
    id: 'input-falls-in-streams',
    kind: 'mutant',
    about: 'message_delta counts less input than message_start.',
    seen: ['AM-02'],
    apis: apis.messageStreams,
    kills: ['*/input-not-fallen'],
    also: ['messages.as-whole/same-prompt', 'assert:usage-compare', '*/invocation-metrics'],
    hooks: {
      chunks: inEvent('message_delta', 'usage/input_tokens', (count) =>
        Math.max(1, Number(count) - 1),
      ),
    },
  },
  {
    id: 'cache-kept-for-an-hour',
    kind: 'mutant',
    about: 'What is written to the cache without a lifetime is kept for an hour.',
    seen: ['AM-09'],
    apis: apis.messages,
    kills: ['messages.prompt-cache/default-lifetime'],
    hooks: {
      body: inWhole('usage/cache_creation', forAnHour),
      chunks: (chunks) =>
        inEvent(
          'message_delta',
          'usage/cache_creation',
          forAnHour,
        )(inEvent('message_start', 'message/usage/cache_creation', forAnHour)(chunks)),
    },
  },
]
