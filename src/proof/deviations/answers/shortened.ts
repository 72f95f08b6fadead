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
  {
    id: 'short-answers-end-early',
    kind: 'mutant',
    about:
      'Short answers lack their last characters, as where a mark of the end is cut off that is not there.',
    seen: ['ST-15'],
    apis: [...apis.chatWhole, ...apis.responsesWhole],
    kills: ['conversation.recalls-a-name/ends-whole'],
    also: ['*'],
    hooks: {
      reply: everyText((text) => (/^[^{[]{0,60}$/u.test(text) ? text.slice(0, -4) : text)),
    },
  },
  ...[apis.converse, apis.anthropic, apis.invoke].map((on, at): Deviation => ({
    id: `short-answers-end-early-${at}`,
    kind: 'mutant',
    about: 'Short answers lack their last characters, streamed or not, and are complete.',
    seen: ['ST-15'],
    apis: on,
    kills: ['conversation.recalls-a-name/ends-whole'],
    also: ['*'],
    hooks: {
      reply: everyText((text) => (/^[^{[]{0,60}$/u.test(text) ? text.slice(0, -4) : text)),
    },
  })),
  ...[apis.chatStreams, apis.responsesStreams].flatMap((on, at): readonly Deviation[] => [
    {
      id: `stream-begins-late-${at}`,
      kind: 'mutant',
      about: 'Every fifth stream lacks what the model wrote first.',
      seen: ['ST-15'],
      apis: on,
      kills: ['stream-text.in-parallel/ends-whole'],
      also: ['*'],
      hooks: { reply: everyNth(5, ({ text, ...choice }) => ({ ...choice, text: text.slice(3) })) },
    },
    {
      id: `stream-ends-early-${at}`,
      kind: 'mutant',
      about: 'Every fifth stream lacks what the model wrote last, and is complete.',
      seen: ['ST-15'],
      apis: on,
      kills: ['stream-text.in-parallel/ends-whole'],
      also: ['*'],
      hooks: {
        reply: everyNth(5, ({ text, ...choice }) => ({ ...choice, text: text.slice(0, -3) })),
      },
    },
  ]),
]
