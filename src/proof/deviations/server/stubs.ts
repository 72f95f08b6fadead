/** Stub servers that do not implement the API. */
import type { Call } from '../../../reference/call.ts'
import { refuse, type JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { json } from '../edits/intercept.ts'
import { apis } from '../scopes.ts'
import { sentIn } from '../edits/sent.ts'

/** All texts of the request, joined by line breaks. */
function conversationOf(call: Call): string {
  return asArray(sentIn(call)['messages'])
    .map((message) => String(asObject(message)['content']))
    .join('\n')
}

const constant: JsonObject = {
  id: 'chatcmpl-constant',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'constant',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: 'Hello! How can I help you today?', refusal: null },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage: { prompt_tokens: 10, completion_tokens: 9, total_tokens: 19 },
}

/** The last text of a request of any API. */
function lastText(call: Call): string {
  const texts = [
    ...Buffer.from(call.body)
      .toString('utf8')
      .matchAll(/"(?:content|text|prompt)"\s*:\s*("(?:[^"\\]|\\.)*")/gu),
  ]
  try {
    return String(JSON.parse(texts.at(-1)?.[1] ?? '""'))
  } catch {
    return ''
  }
}

export const serverStubs: readonly Deviation[] = [
  {
    id: 'conversation-echoed',
    kind: 'mutant',
    about: 'The answer repeats the whole conversation.',
    seen: ['a stub server'],
    apis: apis.chatWhole,
    kills: [
      'conversation.recalls-a-name/recall',
      'memory.correction/latest',
      'memory.fifty-turns/recalled',
      'prompt.long/found',
      'prompt.system-obeyed/obeyed',
    ],
    also: ['*'],
    hooks: {
      reply: (reply, call) => ({
        ...reply,
        choices: reply.choices.map((choice) => ({
          ...choice,
          text: conversationOf(call),
        })),
      }),
    },
  },
  {
    id: 'always-500',
    kind: 'mutant',
    about: 'Every request is answered 500.',
    seen: [],
    kills: ['*/no-server-error', '*/status'],
    also: ['*'],
    hooks: {
      intercept: () =>
        json(500, {
          error: { message: 'Internal error', type: 'server_error', param: null, code: null },
        }),
    },
  },
  {
    id: 'constant-reply',
    kind: 'mutant',
    about: 'Every request is answered with the same chat completion.',
    seen: [],
    kills: ['*/response-schema', '*/model', '*/refused'],
    also: ['*'],
    hooks: {
      intercept: () => json(200, constant),
    },
  },
  {
    id: 'empty-object',
    kind: 'mutant',
    about: 'Every request is answered with {}.',
    seen: [],
    kills: ['*/response-schema'],
    also: ['*'],
    hooks: { intercept: () => json(200, {}) },
  },
  {
    id: 'html-page',
    kind: 'mutant',
    about: 'Every request is answered with an HTML page.',
    seen: [],
    kills: ['*/content-type'],
    also: ['*'],
    hooks: {
      intercept: () => ({
        kind: 'text',
        status: 200,
        headers: [['Content-Type', 'text/html']],
        text: '<!doctype html><title>It works</title><p>It works.</p>',
      }),
    },
  },
  {
    id: 'echo-prompt',
    kind: 'mutant',
    about: 'The answer repeats the prompt.',
    seen: [],
    kills: ['assert:answer'],
    also: ['*'],
    hooks: {
      reply: (reply, call) => ({
        ...reply,
        choices: reply.choices.map((choice) => ({ ...choice, text: lastText(call) })),
      }),
    },
  },
  {
    id: 'refuse-all',
    kind: 'mutant',
    about: 'Every request is refused.',
    seen: [],
    kills: ['*/status'],
    also: ['*'],
    hooks: {
      intercept: () => refuse(400, 'bad-request', 'This server refuses everything.'),
    },
  },
  {
    id: 'never-answers',
    kind: 'mutant',
    about: 'Connections are accepted and never answered.',
    seen: [],
    hangs: 300,
    kills: ['availability.host/answers'],
    also: ['*'],
    hooks: {
      timing: (timing) => ({ ...timing, before: 3_600_000 }),
    },
  },
  {
    id: 'hangs-mid-stream',
    kind: 'mutant',
    about: 'Streams stall after the first pieces.',
    seen: [],
    apis: apis.streams,
    hangs: 700,
    kills: ['*/complete-body'],
    also: ['*'],
    hooks: {
      bytes: (pieces) => pieces.slice(0, 2),
      timing: (timing) => ({ ...timing, end: 'hang' }),
    },
  },
]
