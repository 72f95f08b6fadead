/** Choices of a chat completion are missing or wrong. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { eachChoice } from '../edits/members.ts'
import { gone, inBody, inBoth, set } from '../edits/path.ts'
import { apis } from '../scopes.ts'

function eachChoiceIfAny(body: unknown, edit: Parameters<typeof eachChoice>[1]): unknown {
  return Array.isArray(asObject(body)['choices']) ? eachChoice(body, edit) : body
}

export const answersChoices: readonly Deviation[] = [
  {
    id: 'role-wrong',
    kind: 'mutant',
    about: 'The role of the answer is user.',
    seen: ['D14'],
    kills: ['*/response-schema'],
    hooks: {
      body: (body) =>
        eachChoiceIfAny(body, (choice) => ({
          ...choice,
          message: { ...asObject(choice['message']), role: 'user' },
        })),
    },
  },
  {
    id: 'choices-null',
    kind: 'mutant',
    about: '`choices` is null.',
    seen: ['OpenAI schema'],
    kills: ['*/response-schema', '*/chunk-schema'],
    also: ['*/deepseek-schema', '*/one-finish', '*/usage-chunk'],
    hooks: inBoth('choices', set(null)),
  },
  {
    id: 'choices-object',
    kind: 'mutant',
    about: '`choices` is an object with numbers as names.',
    seen: ['OpenAI schema'],
    kills: ['*/response-schema', '*/chunk-schema'],
    also: ['*/deepseek-schema', '*/one-finish', '*/usage-chunk'],
    hooks: inBoth('choices', (choices) => ({ ...asArray(choices) })),
  },
  {
    id: 'choices-empty',
    kind: 'mutant',
    about: 'A whole answer has no choices.',
    seen: ['openai choices'],
    apis: apis.completions,
    kills: ['*/choices', '*/response-schema'],
    also: ['*/cut-by-length'],
    hooks: { body: inBody('choices', set([])) },
  },
  {
    id: 'choice-index-missing',
    kind: 'mutant',
    about: 'Choices have no index.',
    seen: ['OpenAI schema'],
    kills: ['*/response-schema', '*/chunk-schema'],
    hooks: inBoth('choices/*/index', gone),
  },
  {
    id: 'choice-index-text',
    kind: 'mutant',
    about: 'The index of a choice is a string.',
    seen: ['OpenAI schema'],
    kills: ['*/response-schema', '*/chunk-schema'],
    also: ['*/deepseek-schema'],
    hooks: inBoth('choices/*/index', set('0')),
  },
  {
    id: 'choice-index-from-one',
    kind: 'mutant',
    about: 'Choice indexes start at 1.',
    seen: ['OpenAI schema'],
    kills: ['*/choices'],
    hooks: inBoth('choices/*/index', (index) => Number(index) + 1),
  },
  {
    id: 'message-missing',
    kind: 'mutant',
    about: 'A choice has no message.',
    seen: ['OpenAI schema'],
    apis: apis.completions,
    kills: ['*/response-schema'],
    also: ['*/all-came'],
    hooks: { body: inBody('choices/*/message', gone) },
  },
  {
    id: 'message-content-missing',
    kind: 'mutant',
    about: 'A message has no content, not even null.',
    seen: ['OpenAI schema'],
    apis: apis.completions,
    kills: ['*/response-schema'],
    also: ['*/all-came'],
    hooks: { body: inBody('choices/*/message/content', gone) },
  },
  {
    id: 'message-content-parts',
    kind: 'mutant',
    about: 'The content of an answer is a list of parts, as in a request.',
    seen: ['OpenAI schema'],
    apis: apis.completions,
    kills: ['*/response-schema'],
    hooks: { body: inBody('choices/*/message/content', (text) => [{ type: 'text', text }]) },
  },
  {
    id: 'message-role-missing',
    kind: 'mutant',
    about: 'A message has no role.',
    seen: ['D13'],
    apis: apis.completions,
    kills: ['*/response-schema'],
    hooks: { body: inBody('choices/*/message/role', gone) },
  },
  {
    id: 'message-role-capital',
    kind: 'mutant',
    about: 'The role is Assistant, with a capital letter.',
    seen: ['D14'],
    apis: apis.completions,
    kills: ['*/response-schema'],
    hooks: { body: inBody('choices/*/message/role', set('Assistant')) },
  },
  {
    id: 'later-choices-empty',
    kind: 'mutant',
    about: 'Of several choices only the first has any text.',
    seen: ['SP-07'],
    apis: apis.chat,
    kills: ['chance.two-choices/each-filled'],
    hooks: {
      reply: (reply) => ({
        ...reply,
        choices: reply.choices.map((choice, at) =>
          at === 0 ? choice : { ...choice, text: '', reasoning: '' },
        ),
      }),
    },
  },
  {
    id: 'second-choice-in-hidden-thought',
    kind: 'oddity',
    about: 'The limit ends the second choice within reasoning, which the server hides.',
    seen: ['OpenAI schema'],
    apis: apis.chat,
    sees: ['chance.two-choices/*'],
    hooks: {
      reply: (reply) => ({
        ...reply,
        choices: reply.choices.map((choice, at) =>
          reply.choices.length === 1
            ? choice
            : { ...choice, text: at === 0 ? choice.text : '', reasoning: '' },
        ),
      }),
    },
  },
]
