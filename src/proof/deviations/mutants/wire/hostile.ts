/** Servers that are none: each must fail nearly everything. */
import type { Answer, Call, JsonObject } from '../../../../reference/call.ts'
import { refuse } from '../../../../reference/call.ts'
import { mutant } from '../../edit.ts'

function json(status: number, body: JsonObject): Answer {
  return { kind: 'json', status, headers: [['Content-Type', 'application/json']], json: body }
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

/** The last text that a request holds, whatever its API. */
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

export const hostileMutants = [
  mutant(
    'always-500',
    'Every request is answered 500.',
    [],
    {
      intercept: () =>
        json(500, {
          error: { message: 'Internal error', type: 'server_error', param: null, code: null },
        }),
    },
    { kills: ['*/no-server-error', '*/status'], also: ['*'] },
  ),
  mutant(
    'constant-reply',
    'Every request gets the same chat completion.',
    [],
    {
      intercept: () => json(200, constant),
    },
    { kills: ['*/response-schema', '*/model', '*/refused'], also: ['*'] },
  ),
  mutant(
    'empty-object',
    'Every request gets {}.',
    [],
    { intercept: () => json(200, {}) },
    { kills: ['*/response-schema'], also: ['*'] },
  ),
  mutant(
    'html-page',
    'Every request gets a web page.',
    [],
    {
      intercept: () => ({
        kind: 'text',
        status: 200,
        headers: [['Content-Type', 'text/html']],
        text: '<!doctype html><title>It works</title><p>It works.</p>',
      }),
    },
    { kills: ['*/content-type'], also: ['*'] },
  ),
  mutant(
    'echo-prompt',
    'The answer repeats the question.',
    [],
    {
      reply: (reply, call) => ({
        ...reply,
        choices: reply.choices.map((choice) => ({ ...choice, text: lastText(call) })),
      }),
    },
    { kills: ['assert:answer'], also: ['*'] },
  ),
  mutant(
    'refuse-all',
    'Every request is refused.',
    [],
    {
      intercept: () => refuse(400, 'bad-request', 'This server refuses everything.'),
    },
    { kills: ['*/status'], also: ['*'] },
  ),
  mutant(
    'never-answers',
    'Connections are accepted and nothing is said.',
    [],
    {
      timing: (timing) => ({ ...timing, before: 3_600_000 }),
    },
    { kills: ['availability.host/answers'], also: ['*'], hangs: 300 },
  ),
  mutant(
    'hangs-mid-stream',
    'Streams stall after the first pieces.',
    [],
    {
      bytes: (pieces) => pieces.slice(0, 2),
      timing: (timing) => ({ ...timing, end: 'hang' }),
    },
    {
      kills: ['*/choices'],
      also: ['*'],
      apis: ['openai-chat-stream', 'converse-stream', 'invoke-stream'],
      hangs: 700,
    },
  ),
]
