/** Answers that are not whole, or empty, and say that they are complete. */
import type { Call } from '../../../reference/call.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import type { Reply, ReplyChoice } from '../../../reference/model/reply.ts'
import { isNth } from '../edits/nth.ts'
import { apis } from '../scopes.ts'
import { everyText } from './edits.ts'

/** Characters from which an answer is long. */
const long = 250

function ofLong(edit: (text: string) => string) {
  return everyText((text) => (text.length > long ? edit(text) : text))
}

/** Every nth answer with other choices, and counted as nothing. */
function everyNth(n: number, edit: (choice: ReplyChoice) => ReplyChoice) {
  return (reply: Reply, call: Call): Reply => {
    if (!isNth(n, `answers of ${n}`, call)) return reply
    return { ...reply, choices: reply.choices.map(edit) }
  }
}

export const answersShortened: readonly Deviation[] = [
  {
    id: 'long-answers-gap',
    kind: 'mutant',
    about: 'Long answers lack their middle.',
    seen: ['ST-15'],
    kills: ['stream-text.to-the-end/last-item*'],
    also: ['*'],
    hooks: { reply: ofLong((text) => text.slice(0, 120) + text.slice(-120)) },
  },
  {
    id: 'long-answers-looped',
    kind: 'mutant',
    about: 'Long answers begin again in place of their end.',
    seen: ['ST-15'],
    kills: ['stream-text.to-the-end/last-item*'],
    also: ['*'],
    hooks: { reply: ofLong((text) => text.slice(0, 200) + text.slice(0, text.length - 200)) },
  },
  {
    id: 'long-answers-tail-lost',
    kind: 'mutant',
    about: 'Long answers lack their last tenth.',
    seen: ['ST-15', 'Portkey#1142'],
    kills: ['stream-text.to-the-end/last-item*'],
    also: ['*'],
    hooks: { reply: ofLong((text) => text.slice(0, Math.floor(text.length * 0.9))) },
  },
  {
    id: 'every-second-answer-blank',
    kind: 'mutant',
    about: 'Every second answer is white space.',
    seen: ['D38'],
    kills: ['assert:answer'],
    also: ['*'],
    hooks: {
      reply: everyNth(2, (choice) => ({ ...choice, text: ' \n', reasoning: '', toolCalls: [] })),
    },
  },
  {
    id: 'answers-lost-after-thought',
    kind: 'mutant',
    about: 'Every second answer has its reasoning alone.',
    seen: ['D38'],
    kills: ['assert:answer'],
    also: ['*'],
    hooks: { reply: everyNth(2, (choice) => ({ ...choice, text: '' })) },
  },
  {
    id: 'streams-empty-in-turn',
    kind: 'mutant',
    about: 'Every second stream of a chat has no text.',
    seen: ['D38'],
    apis: apis.chatStreams,
    kills: ['assert:answer'],
    also: ['*'],
    hooks: {
      reply: everyNth(2, (choice) => ({ ...choice, text: '', reasoning: '', toolCalls: [] })),
    },
  },
]
