/** Chat completions whose members are missing, misnamed or of another type. */
import { asArray, asObject, isObject } from '../../../../reference/json.ts'
import { mutant } from '../../edit.ts'
import { gone, inBody, inBoth, set } from '../../reach.ts'

const schema = ['*/response-schema']
const both = ['*/response-schema', '*/chunk-schema']

export const completionMutants = [
  mutant('id-missing', 'Answers have no id.', ['OpenAI schema'], inBoth('id', gone), {
    also: ['*/one-id'],
    kills: both,
  }),
  mutant('id-number', 'The id is a number.', ['OpenAI schema'], inBoth('id', set(17)), {
    also: ['*/one-id'],
    kills: both,
  }),
  mutant(
    'object-of-legacy',
    'A chat completion calls itself text_completion.',
    ['D18'],
    { body: inBody('object', set('text_completion')) },
    { kills: schema, apis: ['openai-chat', 'invoke'] },
  ),
  mutant(
    'object-of-chunk',
    'A whole answer calls itself a chunk.',
    ['D18'],
    { body: inBody('object', set('chat.completion.chunk')) },
    { kills: schema, apis: ['openai-chat', 'invoke'] },
  ),
  mutant('created-missing', 'Answers have no time of creation.', ['D18'], inBoth('created', gone), {
    also: ['*/one-created'],
    kills: both,
  }),
  mutant(
    'created-float',
    'The time of creation has fractions of a second.',
    ['OpenAI schema'],
    inBoth('created', (created) => Number(created) + 0.25),
    { also: ['*/one-created'], kills: both },
  ),
  mutant(
    'created-text',
    'The time of creation is text.',
    ['OpenAI schema'],
    inBoth('created', (created) => String(created)),
    { also: ['*/one-created'], kills: both },
  ),
  mutant(
    'created-milliseconds',
    'The time of creation is in milliseconds.',
    ['openai created'],
    inBoth('created', (created) => Number(created) * 1000),
    { kills: ['*/created-in-seconds'], also: ['*/created-now'] },
  ),
  mutant('model-null', 'The model is null.', ['D20'], inBoth('model', set(null)), {
    also: ['*/one-model'],
    kills: both,
  }),
  mutant(
    'model-other',
    'The answer names another model than the one asked for.',
    ['D20', 'codex-proxy#660'],
    inBoth('model', set('gpt-4o-mini')),
    { kills: ['*/model'] },
  ),
  mutant('choices-null', 'choices is null.', ['OpenAI schema'], inBoth('choices', set(null)), {
    also: ['*/one-finish', '*/usage-chunk'],
    kills: both,
  }),
  mutant(
    'choices-object',
    'choices is an object with numbers for names.',
    ['OpenAI schema'],
    inBoth('choices', (choices) => ({ ...asArray(choices) })),
    { also: ['*/one-finish', '*/usage-chunk'], kills: both },
  ),
  mutant(
    'choices-empty',
    'A whole answer has no choice.',
    ['openai choices'],
    { body: inBody('choices', set([])) },
    { kills: ['*/choices', '*/response-schema'], apis: ['openai-chat', 'invoke'] },
  ),
  mutant(
    'choice-index-missing',
    'Choices have no index.',
    ['OpenAI schema'],
    inBoth('choices/*/index', gone),
    { kills: both },
  ),
  mutant(
    'choice-index-text',
    'The index of a choice is text.',
    ['OpenAI schema'],
    inBoth('choices/*/index', set('0')),
    { kills: both },
  ),
  mutant(
    'choice-index-from-one',
    'Choices are counted from 1.',
    ['OpenAI schema'],
    inBoth('choices/*/index', (index) => Number(index) + 1),
    { kills: ['*/choices'] },
  ),
  mutant(
    'message-missing',
    'A choice has no message.',
    ['OpenAI schema'],
    { body: inBody('choices/*/message', gone) },
    { kills: schema, apis: ['openai-chat', 'invoke'] },
  ),
  mutant(
    'message-content-missing',
    'A message has no content, not even null.',
    ['OpenAI schema'],
    { body: inBody('choices/*/message/content', gone) },
    { kills: schema, apis: ['openai-chat', 'invoke'] },
  ),
  mutant(
    'message-content-parts',
    'The content of an answer is a list of parts, as in a request.',
    ['OpenAI schema'],
    { body: inBody('choices/*/message/content', (text) => [{ type: 'text', text }]) },
    { kills: schema, apis: ['openai-chat', 'invoke'] },
  ),
  mutant(
    'message-role-missing',
    'A message does not say whose it is.',
    ['D13'],
    { body: inBody('choices/*/message/role', gone) },
    { kills: schema, apis: ['openai-chat', 'invoke'] },
  ),
  mutant(
    'message-role-capital',
    'The role is Assistant, with a capital letter.',
    ['D14'],
    { body: inBody('choices/*/message/role', set('Assistant')) },
    { kills: schema, apis: ['openai-chat', 'invoke'] },
  ),
  mutant(
    'finish-member-missing',
    'Choices have no finish_reason, not even null.',
    ['OpenAI schema'],
    inBoth('choices/*/finish_reason', gone),
    {
      also: ['*/one-finish', 'stop.cuts/alone.says-stop', 'stop.cuts/streamed.says-stop'],
      kills: both,
    },
  ),
  mutant(
    'finish-alien',
    'The reason is a word of another API: end_turn.',
    ['OpenAI schema'],
    inBoth('choices/*/finish_reason', (reason) => (reason === 'stop' ? 'end_turn' : reason)),
    { also: ['*/one-finish'], kills: both },
  ),
  mutant(
    'finish-capital',
    'The reason is in capital letters.',
    ['OpenAI schema'],
    inBoth('choices/*/finish_reason', (reason) =>
      typeof reason === 'string' ? reason.toUpperCase() : reason,
    ),
    {
      also: ['*/one-finish', 'stop.cuts/alone.says-stop', 'stop.cuts/streamed.says-stop'],
      kills: both,
    },
  ),
  mutant(
    'finish-empty',
    'The reason is an empty text wherever it should be null.',
    ['OpenAI schema'],
    inBoth('choices/*/finish_reason', (reason) => reason ?? ''),
    {
      also: ['*/one-finish'],
      kills: ['*/chunk-schema'],
      apis: ['openai-chat-stream', 'invoke-stream'],
    },
  ),
  mutant(
    'finish-length-always',
    'Every answer claims to have been cut.',
    ['D05'],
    inBoth('choices/*/finish_reason', (reason) => (reason === 'stop' ? 'length' : reason)),
    { kills: ['stop.cuts/says-stop'] },
  ),
  mutant(
    'refusal-absent',
    'message.refusal is left out, which OpenAI requires though it may be null.',
    ['OpenAI schema'],
    { body: inBody('choices/*/message/refusal', gone) },
    { kills: ['*/nullable-members'], apis: ['openai-chat'] },
  ),
  mutant(
    'service-tier-alien',
    'The service tier is none of the enumeration.',
    ['OpenAI schema'],
    { body: inBody('service_tier', set('on-demand')) },
    { kills: ['*/nullable-members'], apis: ['openai-chat'] },
  ),
  mutant(
    'members-in-camel-case',
    'Members are written finishReason and so on.',
    ['OpenAI schema'],
    {
      body: (body, call) => (call.failure ? body : camelled(body)),
      chunks: (chunks) =>
        chunks.map((chunk) => (typeof chunk === 'string' ? chunk : asObject(camelled(chunk)))),
    },
    {
      also: [
        '*/one-finish',
        '*/usage',
        'stop.cuts/alone.says-stop',
        'stop.cuts/streamed.says-stop',
      ],
      kills: ['*/response-schema', '*/chunk-schema'],
      apis: ['openai-chat', 'openai-chat-stream'],
    },
  ),
  mutant(
    'members-in-capitals',
    'Members of the body begin with a capital letter.',
    ['OpenAI schema'],
    {
      body: (body, call) => (call.failure ? body : capitalised(body)),
    },
    {
      also: ['*/blocks', '*/latency', '*/stop-reason', '*/usage'],
      kills: ['*/response-schema'],
      apis: ['openai-chat', 'converse', 'invoke'],
    },
  ),
  mutant(
    'completion-wrapped',
    'The answer is wrapped in a member of its own.',
    ['OpenAI schema'],
    { body: (body, call) => (call.failure ? body : { data: body }) },
    {
      also: ['*/blocks', '*/latency', '*/stop-reason', '*/usage'],
      kills: ['*/response-schema'],
      apis: ['openai-chat', 'converse', 'invoke'],
    },
  ),
  mutant(
    'completion-in-list',
    'The answer is a list of one.',
    ['OpenAI schema'],
    { body: (body, call) => (call.failure ? body : [body]) },
    {
      also: ['*/starts-with-brace'],
      kills: ['*/response-schema'],
      apis: ['openai-chat', 'converse', 'invoke'],
    },
  ),
]

function renamed(json: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(json)) return json.map((item) => renamed(item, rename))
  if (!isObject(json)) return json
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [rename(name), renamed(value, rename)]),
  )
}

function camelled(json: unknown): unknown {
  return renamed(json, (name) =>
    name.replaceAll(/_(\w)/gu, (_match, letter: string) => letter.toUpperCase()),
  )
}

function capitalised(json: unknown): unknown {
  return renamed(json, (name) => name.slice(0, 1).toUpperCase() + name.slice(1))
}
