/** Servers that mix up whom they answer. */
import { createHash } from 'node:crypto'
import type { Answer, Call } from '../../../../reference/call.ts'
import { asArray, asObject } from '../../../../reference/json.ts'
import type { Reply, ReplyChoice } from '../../../../reference/model/reply.ts'
import { mutant } from '../../edit.ts'

/** The answer's choices, remembered under a name; the earlier ones where there are any. */
function remembered(call: Call, name: string, reply: Reply): readonly ReplyChoice[] {
  const earlier = call.memory.get(name)
  if (earlier === undefined) call.memory.set(name, reply.choices)
  return (earlier as readonly ReplyChoice[] | undefined) ?? reply.choices
}

/** The texts of a request's messages. */
function texts(call: Call): string[] {
  try {
    const json: unknown = JSON.parse(Buffer.from(call.body).toString('utf8'))
    return asArray(asObject(json)['messages']).map((one) =>
      JSON.stringify(asObject(one)['content']),
    )
  } catch {
    return []
  }
}

function named(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex')
}

export const memoryMutants = [
  mutant(
    'previous-answer',
    'Everybody gets the answer to the request before.',
    ['ogx#3924'],
    {
      reply: (reply, call) => {
        const previous = call.memory.get('last') as readonly ReplyChoice[] | undefined
        call.memory.set('last', reply.choices)
        return previous === undefined ? reply : { ...reply, choices: previous }
      },
    },
    { kills: ['chat.batch/*'] },
  ),
  mutant(
    'cached-by-prefix',
    'Answers are kept by the first eleven characters of the first message.',
    ['ogx#3924'],
    {
      reply: (reply, call) => {
        const [first = ''] = texts(call)
        return { ...reply, choices: remembered(call, `p ${first.slice(0, 12)}`, reply) }
      },
    },
    { kills: ['assert:no-foreign'] },
  ),
  mutant(
    'cached-by-last-message',
    'Answers are kept by the last message, whatever came before it.',
    ['ogx#3924'],
    {
      reply: (reply, call) => ({
        ...reply,
        choices: remembered(call, `l ${named(texts(call).at(-1) ?? '')}`, reply),
      }),
    },
    { kills: ['conversation.recalls-a-name/recall'] },
  ),
  mutant(
    'answer-frozen',
    'The first answer of the day is everybody’s.',
    ['ogx#3924'],
    { reply: (reply, call) => ({ ...reply, choices: remembered(call, 'first', reply) }) },
    { kills: ['chat.batch/*'] },
  ),
  mutant(
    'id-constant',
    'Every answer has the same id.',
    ['openai id'],
    { reply: (reply) => ({ ...reply, id: '0'.repeat(32) }) },
    {
      kills: ['batch.serial/own-id', 'batch.parallel/own-id', 'stream-text.in-parallel/own-id'],
      apis: ['openai-chat', 'openai-chat-stream'],
    },
  ),
  mutant(
    'keys-crossed',
    'The first client’s key opens the door for all who come after.',
    ['AU-07', 'ogx#2990'],
    {
      auth: (failure, call) => {
        if (failure === undefined) call.memory.set('opened', true)
        return call.memory.get('opened') === true ? undefined : failure
      },
    },
    {
      also: ['*/error-body', '*/error-content-type'],
      kills: ['credentials.two-keys/no-crossing', '*/refused'],
    },
  ),
  mutant(
    'one-bad-key-bars-all',
    'Whoever comes right after a bad key is refused too.',
    ['AU-07'],
    {
      auth: (failure, call) => {
        const barred = call.memory.get('barred') as typeof failure
        call.memory.set('barred', failure)
        return failure ?? barred
      },
    },
    { kills: ['credentials.two-keys/no-crossing'], fronts: ['llama-stack'] },
  ),
  mutant(
    'fails-now-and-then',
    'Every fifth request is answered 500.',
    ['D56'],
    {
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
    {
      also: ['*'],
      kills: ['*/no-server-error'],
    },
  ),
]
