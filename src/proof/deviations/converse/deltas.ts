/** Deltas of ConverseStream are wrong. */
import type { StreamEvent } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import type { Reply, ReplyChoice } from '../../../reference/model/reply.ts'
import { asObject } from '../../../reference/json.ts'
import { gone, inEvents, set } from '../edits/path.ts'
import { apis, endpoints } from '../scopes.ts'
import { is } from './edits.ts'

function textOf(one: StreamEvent): string | undefined {
  const text = one.kind === 'event' ? asObject(one.payload['delta'])['text'] : undefined
  return typeof text === 'string' ? text : undefined
}

function unreasoned(choice: ReplyChoice): ReplyChoice {
  return { ...choice, reasoning: '' }
}

function everyThought(edit: (thought: string) => string): (reply: Reply) => Reply {
  return (reply) => ({
    ...reply,
    choices: reply.choices.map((choice) =>
      choice.reasoning === '' ? choice : { ...choice, reasoning: edit(choice.reasoning) },
    ),
  })
}

export const converseDeltas: readonly Deviation[] = [
  {
    id: 'blank-texts-dropped',
    kind: 'mutant',
    about: 'Deltas of white space alone are dropped.',
    seen: ['CS-04'],
    apis: apis.converseStreams,
    kills: ['stream-text.to-the-end/line-kept'],
    also: ['assert:*'],
    hooks: { events: (events) => events.filter((one) => textOf(one)?.trim() !== '') },
  },
  {
    id: 'delta-empty',
    kind: 'mutant',
    about: 'A delta has no member.',
    seen: ['CS-04'],
    apis: apis.converseStreams,
    kills: ['*/event-schema'],
    also: ['assert:answer'],
    hooks: { events: inEvents('contentBlockDelta', 'delta', set({})) },
  },
  {
    id: 'delta-missing',
    kind: 'mutant',
    about: 'An event of a block has no delta.',
    seen: ['CS-04'],
    apis: apis.converseStreams,
    kills: ['*/event-schema'],
    also: ['assert:answer'],
    hooks: { events: inEvents('contentBlockDelta', 'delta', gone) },
  },
  {
    id: 'delta-of-two-kinds',
    kind: 'mutant',
    about: 'A delta has both text and reasoning.',
    seen: ['CS-04'],
    apis: apis.converseStreams,
    kills: ['*/event-schema'],
    hooks: {
      events: inEvents('contentBlockDelta', 'delta', (delta) => ({
        text: '',
        reasoningContent: { text: '' },
        ...asObject(delta),
      })),
    },
  },
  {
    id: 'delta-text-number',
    kind: 'mutant',
    about: 'The text of a delta is a number.',
    seen: ['CS-04'],
    apis: apis.converseStreams,
    kills: ['*/event-schema'],
    also: ['assert:answer'],
    hooks: { events: inEvents('contentBlockDelta', 'delta/text', set(5)) },
  },
  {
    id: 'delta-as-text',
    kind: 'mutant',
    about: 'A delta is a string.',
    seen: ['CS-04'],
    apis: apis.converseStreams,
    kills: ['*/event-schema'],
    also: ['assert:answer'],
    hooks: {
      events: inEvents('contentBlockDelta', 'delta', (delta) => String(asObject(delta)['text'])),
    },
  },
  {
    id: 'converse-delta-lost',
    kind: 'mutant',
    about: 'Every third delta of a ConverseStream is lost.',
    seen: ['CS-13'],
    apis: apis.converseStreams,
    kills: ['frames.echo/echoes'],
    hooks: {
      events: (events) => events.filter((one, at) => !is('contentBlockDelta')(one) || at % 3 !== 2),
    },
  },
  {
    id: 'converse-deltas-cumulative',
    kind: 'mutant',
    about: 'Every delta of ConverseStream repeats all earlier text.',
    seen: ['CS-13'],
    apis: apis.converseStreams,
    kills: ['*/deltas-add'],
    also: ['*/usage'],
    hooks: {
      events: (events) => {
        let text = ''
        return inEvents('contentBlockDelta', 'delta/text', (part) => {
          text += String(part)
          return text
        })(events)
      },
    },
  },
  {
    id: 'converse-in-one-delta',
    kind: 'mutant',
    about: 'ConverseStream sends the whole text in one delta.',
    seen: ['D34'],
    apis: apis.converseStreams,
    kills: ['frames.long/bit-by-bit'],
    hooks: {
      events: (events) => {
        const text = events.map((one) => textOf(one) ?? '').join('')
        const first = events.findIndex((one) => textOf(one) !== undefined)
        return events.flatMap((one, at) => {
          if (textOf(one) === undefined || one.kind !== 'event') return [one]
          return at === first ? [{ ...one, payload: { ...one.payload, delta: { text } } }] : []
        })
      },
    },
  },
  {
    id: 'reasoning-left-out',
    kind: 'mutant',
    about: 'A stream has no reasoning, though the whole answer has.',
    seen: ['RZ-02'],
    apis: [...apis.converseStreams, ...apis.responsesStreams],
    kills: ['twins.instructions/reasons-as-whole', 'responses.as-whole/reasons-as-whole'],
    hooks: { reply: (reply) => ({ ...reply, choices: reply.choices.map(unreasoned) }) },
  },
  {
    id: 'reasoning-left-out-of-chat-streams',
    kind: 'mutant',
    about: 'The stream of a chat has no reasoning, though the whole answer has.',
    seen: ['RZ-02'],
    endpoints: endpoints.mantle,
    apis: apis.chatStreams,
    kills: ['stream-text.as-whole/reasons-as-whole'],
    hooks: { reply: (reply) => ({ ...reply, choices: reply.choices.map(unreasoned) }) },
  },
  {
    id: 'reasoning-keeps-its-tags',
    kind: 'mutant',
    about: 'Reasoning has the tags in which the model writes it.',
    seen: ['D36'],
    apis: apis.converse,
    kills: ['*/reasoning-placement'],
    hooks: {
      reply: everyThought((thought) => `<think>\n${thought}\n</think>`),
    },
  },
  {
    id: 'reasoning-of-tags',
    kind: 'oddity',
    about: 'Reasoning is about the tags of reasoning.',
    seen: ['D36'],
    apis: apis.converse,
    sees: ['*/reasoning-placement'],
    hooks: {
      reply: everyThought((thought) => `Is <think> or </think> asked for? No. ${thought}`),
    },
  },
]
