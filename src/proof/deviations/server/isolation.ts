/** One request disturbs another. */
import type { Call } from '../../../reference/call.ts'
import type { Answer } from '../../../reference/answer.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import type { Reply } from '../../../reference/model/reply.ts'
import { everyText } from '../answers/edits.ts'
import { broken } from '../requests/edits.ts'
import { apis, endpoints } from '../scopes.ts'

/** Longer than a client takes to disconnect and send its next request. */
const busyMs = 1500

/** An answer with more characters than this is a long stream. */
const longAnswer = 800

/** The time that a gateway takes for the abandoned stream. */
const blockedMs = 10_500

/** Remembers when a long stream starts, and which short ones arrive before it would have ended. */
function blocking(reply: Reply, call: Call): Reply {
  const isLong = (reply.choices[0]?.text.length ?? 0) > longAnswer
  if (isLong) call.memory.set('blocked until', performance.now() + blockedMs)
  else if (performance.now() < Number(call.memory.get('blocked until') ?? 0)) {
    call.memory.set(`blocked ${call.requestId}`, true)
  }
  return reply
}

function isBlocked(call: Call): boolean {
  return call.memory.get(`blocked ${call.requestId}`) === true
}

/** Texts that get a part of the answer before. */
function mixed(
  part: (text: string) => string,
  edit: (text: string, before: string) => string,
): Hooks {
  return {
    reply: (reply, call) => {
      const before = String(call.memory.get('part of the answer before') ?? '')
      call.memory.set('part of the answer before', part(reply.choices[0]?.text ?? ''))
      return everyText((text) => edit(text, before))(reply)
    },
  }
}

export const serverIsolation: readonly Deviation[] = [
  {
    id: 'busy-after-streams',
    kind: 'mutant',
    about: 'After the start of a stream all requests are answered 500 for a while.',
    seen: ['ST-21', 'ogx#4236'],
    apis: apis.chat,
    kills: ['stream-text.after-hanging-up/served'],
    also: ['*'],
    hooks: {
      chunks: (chunks, call) => {
        call.memory.set('busy until', performance.now() + busyMs)
        return chunks
      },
      request: (request, call) =>
        performance.now() < Number(call.memory.get('busy until') ?? 0) ? broken('busy') : request,
    },
  },
  {
    id: 'keys-crossed',
    kind: 'mutant',
    about: 'After the first valid key, every key is accepted.',
    seen: ['AU-07', 'ogx#3924'],
    kills: ['credentials.two-keys/no-crossing', '*/refused'],
    also: ['*/error-body', '*/error-content-type'],
    hooks: {
      auth: (failure, call) => {
        if (failure === undefined) call.memory.set('opened', true)
        return call.memory.get('opened') === true ? undefined : failure
      },
    },
  },
  {
    id: 'one-bad-key-bars-all',
    kind: 'mutant',
    about: 'A request is let in or refused as the same request before it was.',
    seen: ['AU-07'],
    endpoints: endpoints.llamaStack,
    kills: ['credentials.two-keys/no-crossing'],
    hooks: {
      auth: (failure, call) => {
        // requests of other cells come in between
        const key = `barred ${Buffer.from(call.body).toString('latin1')}`
        const before = call.memory.has(key) ? (call.memory.get(key) as typeof failure) : failure
        call.memory.set(key, failure)
        return before
      },
    },
  },
  {
    id: 'streams-mixed',
    kind: 'mutant',
    about: 'A stream begins with the first letters of the one before.',
    seen: ['ST-22'],
    apis: [...apis.chatStreams, ...apis.responsesStreams],
    kills: ['stream-text.in-parallel/own-word'],
    also: ['assert:*'],
    hooks: mixed(
      (text) => text.slice(0, 3),
      (text, before) => before + text.slice(before.length),
    ),
  },
  {
    id: 'stream-with-more',
    kind: 'mutant',
    about: 'A stream ends with a few letters of the one before.',
    seen: ['ST-22'],
    apis: [...apis.chatStreams, ...apis.responsesStreams],
    kills: ['stream-text.in-parallel/own-word'],
    also: ['assert:*'],
    hooks: mixed(
      (text) => text.slice(-4),
      (text, before) => (text === '' ? text : `${text} ${before}`),
    ),
  },
  {
    id: 'rest-of-abandoned-stream',
    kind: 'mutant',
    about: 'What is left of a stream that a client left stands before the next answer.',
    seen: ['ST-21'],
    apis: [...apis.chatStreams, ...apis.responsesStreams],
    kills: ['stream-text.after-hanging-up/nothing-left'],
    also: ['assert:*'],
    hooks: {
      reply: (reply, call) => {
        const text = reply.choices[0]?.text ?? ''
        const rest = String(call.memory.get('rest') ?? '')
        if (text.length > longAnswer) call.memory.set('rest', text.slice(-longAnswer))
        else if (rest !== '') return everyText((own) => `${rest} ${own}`)(reply)
        return reply
      },
    },
  },
  {
    id: 'fails-now-and-then',
    kind: 'mutant',
    about: 'Every fifth request is answered 500.',
    seen: ['D56'],
    kills: ['*/no-server-error'],
    also: ['*'],
    hooks: {
      intercept: (answer, call): Answer | undefined =>
        call.number % 5 === 0
          ? {
              kind: 'json',
              status: 500,
              headers: [['Content-Type', 'application/json']],
              json: {
                error: { message: 'Try again', type: 'server_error', param: null, code: '500' },
              },
            }
          : answer,
    },
  },
  {
    id: 'stream-blocks-others',
    kind: 'mutant',
    about: 'After the start of a long stream, short ones wait for ten seconds.',
    seen: ['ST-21', 'facts 4.2'],
    endpoints: endpoints.llamaStack,
    apis: apis.chatStreams,
    hangs: 20000,
    kills: ['stream-text.after-hanging-up/in-time'],
    hooks: {
      reply: blocking,
      timing: (timing, call) => (isBlocked(call) ? { ...timing, before: blockedMs } : timing),
    },
  },
  {
    id: 'hang-up-breaks-next',
    kind: 'mutant',
    about: 'After the start of a long stream, short ones are answered 500.',
    seen: ['ST-21'],
    endpoints: endpoints.llamaStack,
    apis: apis.chatStreams,
    kills: ['stream-text.after-hanging-up/served'],
    also: ['*'],
    hooks: {
      reply: blocking,
      status: (status, call) => (isBlocked(call) ? 500 : status),
    },
  },
  {
    id: 'failure-spreads',
    kind: 'mutant',
    about: 'The request after a refused one is refused too.',
    seen: ['CH-13'],
    apis: apis.chatOrConverse,
    kills: ['batch.parallel/only-the-invalid'],
    also: ['assert:status'],
    hooks: {
      status: (status, call) => {
        const spoilt = call.memory.get('spoilt')
        call.memory.set('spoilt', status >= 400)
        return spoilt === true && status < 400 ? 400 : status
      },
    },
  },
]
