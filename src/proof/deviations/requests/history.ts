/** Messages of the request are dropped or take another role. */
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { withMembers, without } from '../edits/members.ts'
import { apis } from '../scopes.ts'
import { type Messages, firstSystemBlock, hasRole, messages } from './edits.ts'

/** Keeps the messages of a request for which `keep` is true. */
function messagesOf(
  request: unknown,
  keep: (message: unknown, at: number, all: readonly unknown[]) => boolean,
): unknown {
  const messages = asObject(request)['messages']
  return Array.isArray(messages)
    ? withMembers(request, { messages: messages.filter(keep) })
    : request
}

/** Keeps some of the texts of a message in blocks, and every other block. */
function textsOf(
  keep: (texts: readonly unknown[]) => readonly unknown[],
): (message: JsonObject) => JsonObject {
  return (message) => {
    const { content } = message
    if (!Array.isArray(content)) return message
    const isText = (block: unknown): boolean => asObject(block)['text'] !== undefined
    const kept = keep(content.filter(isText))
    return { ...message, content: content.filter((one) => !isText(one) || kept.includes(one)) }
  }
}

function last(count: number): (all: Messages) => Messages {
  return (all) => {
    const kept = all.filter((one, at) => one['role'] === 'system' || at >= all.length - count)
    return kept
  }
}

/** Whether a message of this role stands beside another one of it. */
function isBeside(
  role: string,
  step: 1 | -1,
): (one: JsonObject, at: number, all: Messages) => boolean {
  return (one, at, all) => one['role'] === role && all[at + step]?.['role'] === role
}

const inARow = [
  {
    id: 'first-of-systems',
    role: 'system',
    step: -1,
    what: 'Of several system messages only the first',
  },
  {
    id: 'last-of-systems',
    role: 'system',
    step: 1,
    what: 'Of several system messages only the last',
  },
  { id: 'last-of-users', role: 'user', step: 1, what: 'Of user messages in a row only the last' },
] as const

export const requestsHistory: readonly Deviation[] = [
  ...inARow.map(({ id, role, step, what }): Deviation => ({
    id,
    kind: 'mutant',
    about: `${what} reaches the model.`,
    seen: ['CX-08'],
    apis: apis.chatWhole,
    kills: ['prompt.repeated-roles/every-message-counted'],
    also: ['*/usage'],
    hooks: { request: messages((all) => all.filter((...one) => !isBeside(role, step)(...one))) },
  })),
  {
    id: 'begun-answer-dropped',
    kind: 'mutant',
    about: 'A final turn of the assistant never reaches the model.',
    seen: ['CX-08'],
    apis: apis.chat,
    kills: ['memory.begun-answer/counted'],
    hooks: {
      request: messages((all) => (all.at(-1)?.['role'] === 'assistant' ? all.slice(0, -1) : all)),
    },
  },
  {
    id: 'system-dropped',
    kind: 'mutant',
    about: 'System and developer messages are dropped.',
    seen: ['D52', 'ollama#18305'],
    kills: [
      'rule:bedrock.converse.system',
      'conversation.system-persona/prompt-grows',
      'prompt.counted/counted',
    ],
    also: ['token-counts.invoke-body/*', '*/counts-more'],
    hooks: {
      request: (request) =>
        without(
          messagesOf(
            request,
            (message) => !hasRole({ messages: [message] }, ['system', 'developer']),
          ),
          'system',
        ),
    },
  },
  {
    id: 'history-forgotten',
    kind: 'mutant',
    about: 'Only the last message reaches the model.',
    seen: ['CX-01'],
    kills: [
      'conversation.recalls-a-name/recall',
      'conversation.recalls-a-name/history-counted',
      'rule:openai.usage.prompt-tokens',
    ],
    also: ['message-counts.as-usage/*', '*/counts-more', '*/usage', '*/message-usage'],
    hooks: {
      request: (request) => messagesOf(request, (_message, at, all) => at === all.length - 1),
    },
  },
  {
    id: 'history-two-messages',
    kind: 'mutant',
    about: 'Only the last two messages reach the model.',
    seen: ['CX-01'],
    kills: ['conversation.recalls-a-name/recall'],
    hooks: { request: messages(last(2)) },
  },
  {
    id: 'assistant-turns-dropped',
    kind: 'mutant',
    about: 'Assistant messages never reach the model.',
    seen: ['CX-01'],
    kills: ['tool-choice.result/accepted', 'prompt.long/every-piece-counted'],
    also: ['*/status'],
    hooks: { request: messages((all) => all.filter((one) => one['role'] !== 'assistant')) },
  },
  {
    id: 'first-message-dropped',
    kind: 'mutant',
    about: 'The first message of a conversation never reaches the model.',
    seen: ['CX-01'],
    kills: ['conversation.recalls-a-name/recall', 'prompt.long/every-piece-counted'],
    hooks: { request: messages((all) => (all.length > 1 ? all.slice(1) : all)) },
  },
  {
    id: 'second-part-dropped',
    kind: 'mutant',
    about: 'Only the first part of a message reaches the model.',
    seen: ['openai content parts'],
    apis: apis.chat,
    kills: ['prompt.long/every-piece-counted'],
    also: ['*/refused'],
    hooks: {
      request: messages((all) =>
        all.map((one) =>
          Array.isArray(one['content']) ? { ...one, content: one['content'].slice(0, 1) } : one,
        ),
      ),
    },
  },
  {
    id: 'first-block-alone',
    kind: 'mutant',
    about: 'Of several texts in a message of Converse the first reaches the model.',
    seen: ['CV-06'],
    apis: apis.converse,
    kills: ['converse-answers.max-tokens/every-block-counted'],
    also: ['converse-*', 'tool-*'],
    hooks: { request: messages((all) => all.map(textsOf((texts) => texts.slice(0, 1)))) },
  },
  {
    id: 'last-block-alone',
    kind: 'mutant',
    about: 'Of several texts in a message of Converse the last reaches the model.',
    seen: ['CV-06'],
    apis: apis.converse,
    kills: ['converse-answers.max-tokens/every-block-counted'],
    also: ['converse-*', 'tool-*'],
    hooks: { request: messages((all) => all.map(textsOf((texts) => texts.slice(-1)))) },
  },
  {
    id: 'second-system-block-dropped',
    kind: 'mutant',
    about: 'Only the first system block reaches the model.',
    seen: ['bedrock system'],
    apis: apis.converseWhole,
    kills: ['converse-answers.max-tokens/every-block-counted'],
    hooks: { request: firstSystemBlock },
  },
  {
    id: 'developer-dropped',
    kind: 'mutant',
    about: 'Developer messages are dropped.',
    seen: ['D52', 'ollama#18305'],
    apis: apis.chat,
    kills: ['prompt.counted/developer.counted'],
    hooks: { request: messages((all) => all.filter((one) => one['role'] !== 'developer')) },
  },
  {
    id: 'system-as-user',
    kind: 'mutant',
    about: 'System messages reach the model as user messages, and only the last applies.',
    seen: ['D52'],
    kills: ['prompt.system-obeyed/obeyed'],
    hooks: {
      request: messages((all) =>
        all.map((one) => (one['role'] === 'system' ? { ...one, role: 'user' } : one)),
      ),
    },
  },
  {
    id: 'middle-of-history-lost',
    kind: 'mutant',
    about: 'Of more than 16 messages only the first and last 8 reach the model.',
    seen: ['CX-06'],
    apis: apis.chat,
    kills: ['memory.fifty-turns-counted/no-turn-lost'],
    hooks: {
      request: messages((all) => (all.length > 16 ? [...all.slice(0, 8), ...all.slice(-8)] : all)),
    },
  },
]
