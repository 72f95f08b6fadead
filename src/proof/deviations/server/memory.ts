/** Earlier answers are returned again. */
import { createHash } from 'node:crypto'
import { likelyNonces } from '../../../engine/play/values/nonce.ts'
import type { Call } from '../../../reference/call.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { everyText } from '../answers/edits.ts'
import type { Reply, ReplyChoice } from '../../../reference/model/reply.ts'
import { sentIn } from '../edits/sent.ts'

/** The choices remembered under a name; if there are none, remembers those of this answer. */
function remembered(call: Call, name: string, reply: Reply): readonly ReplyChoice[] {
  const earlier = call.memory.get(name)
  if (earlier === undefined) call.memory.set(name, reply.choices)
  return (earlier as readonly ReplyChoice[] | undefined) ?? reply.choices
}

/** The texts of a request's messages. */
function texts(call: Call): string[] {
  return asArray(sentIn(call)['messages']).map((one) => JSON.stringify(asObject(one)['content']))
}

function named(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex')
}

/** The word of the request before, where this one has another. */
function overheard(call: Call): string | undefined {
  const [own] = likelyNonces(Buffer.from(call.body).toString('utf8'))
  const before = call.memory.get('overheard') as string | undefined
  if (own !== undefined) call.memory.set('overheard', own)
  return before === own ? undefined : before
}

export const serverMemory: readonly Deviation[] = [
  {
    id: 'overheard',
    kind: 'mutant',
    about: 'An answer ends with a word of the request before.',
    seen: ['ogx#3924'],
    kills: ['*/no-crosstalk'],
    also: ['*'],
    hooks: {
      reply: (reply, call) => {
        const word = overheard(call)
        return word === undefined ? reply : everyText((text) => `${text} ${word}`)(reply)
      },
    },
  },
  {
    id: 'previous-answer',
    kind: 'mutant',
    about: 'Each request is answered with the answer to the one before.',
    seen: ['ogx#3924'],
    kills: ['chat.batch/*'],
    also: ['*/output-of-all-blocks', 'assert:answer', '*/cut-by-length', '*/no-crosstalk'],
    hooks: {
      reply: (reply, call) => {
        const previous = call.memory.get('last') as readonly ReplyChoice[] | undefined
        call.memory.set('last', reply.choices)
        return previous === undefined ? reply : { ...reply, choices: previous }
      },
    },
  },
  {
    id: 'cached-by-prefix',
    kind: 'mutant',
    about: 'Answers are cached by the first eleven characters of the first message.',
    seen: ['ogx#3924'],
    kills: ['assert:no-foreign'],
    also: ['*/output-of-all-blocks', '*/cut-by-length', '*/no-crosstalk'],
    hooks: {
      reply: (reply, call) => {
        const [first = ''] = texts(call)
        return { ...reply, choices: remembered(call, `p ${first.slice(0, 12)}`, reply) }
      },
    },
  },
  {
    id: 'cached-by-last-message',
    kind: 'mutant',
    about: 'Answers are cached by the last message alone.',
    seen: ['ogx#3924'],
    kills: ['conversation.recalls-a-name/recall'],
    also: [
      'invoke-families.*/line-whole',
      'invoke-families.*/word-whole',
      '*/output-of-all-blocks',
      '*/cut-by-length',
      '*/no-crosstalk',
    ],
    hooks: {
      reply: (reply, call) => ({
        ...reply,
        choices: remembered(call, `l ${named(texts(call).at(-1) ?? '')}`, reply),
      }),
    },
  },
  {
    id: 'answer-frozen',
    kind: 'mutant',
    about: 'The first answer is returned to every later request.',
    seen: ['ogx#3924'],
    kills: ['chat.batch/*'],
    also: ['*/output-of-all-blocks', '*/cut-by-length', '*/no-crosstalk'],
    hooks: { reply: (reply, call) => ({ ...reply, choices: remembered(call, 'first', reply) }) },
  },
]
