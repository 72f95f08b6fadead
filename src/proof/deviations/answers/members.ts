/** Top-level members of a chat completion are missing or wrong. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject, isObject } from '../../../reference/json.ts'
import { eachChunk, withMembers, without } from '../edits/members.ts'
import { gone, inBody, inBoth, set } from '../edits/path.ts'
import { defaultModel } from '../requests/edits.ts'
import { apis, familyChecks, endpoints } from '../scopes.ts'

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

export const answersMembers: readonly Deviation[] = [
  {
    id: 'llama-served-on-openai-path',
    kind: 'mutant',
    about: 'The OpenAI path of Bedrock answers for Llama with another model.',
    seen: ['ER-08'],
    endpoints: endpoints.runtime,
    apis: apis.chat,
    kills: ['unsupported.llama-on-openai/refused'],
    also: ['unsupported.llama-on-openai/*', '*/model', 'model-ids.*', 'availability.*'],
    hooks: {
      request: (request) => {
        const { model } = asObject(request)
        return typeof model === 'string' && model.includes('llama')
          ? withMembers(request, { model: 'openai.gpt-oss-20b-1:0' })
          : request
      },
    },
  },
  {
    id: 'unknown-model-default',
    kind: 'mutant',
    about: 'An unknown model is answered by a default one.',
    seen: ['D20', 'sglang#31419'],
    kills: ['errors.unknown-model/refused', 'model-ids.*/not-answered'],
    also: ['*/error-content-type', '*/model'],
    hooks: {
      request: (request, call) =>
        call.api.startsWith('openai') && typeof asObject(request)['model'] === 'string'
          ? withMembers(request, { model: defaultModel(call) })
          : request,
    },
  },
  {
    id: 'model-missing',
    kind: 'mutant',
    about: 'Answers have no `model`.',
    seen: ['D20', 'mlx-serve#257'],
    kills: ['*/response-schema', '*/chunk-schema'],
    also: ['*/one-model'],
    hooks: {
      body: (body) => (isObject(body) && 'choices' in body ? without(body, 'model') : body),
      chunks: eachChunk((chunk) => asObject(without(chunk, 'model'))),
    },
  },
  {
    id: 'id-missing',
    kind: 'mutant',
    about: 'Answers have no id.',
    seen: ['OpenAI schema'],
    kills: ['*/response-schema', '*/chunk-schema'],
    also: ['*/message-schema', '*/one-id'],
    hooks: inBoth('id', gone),
  },
  {
    id: 'id-number',
    kind: 'mutant',
    about: 'The id is a number.',
    seen: ['OpenAI schema'],
    kills: ['*/response-schema', '*/chunk-schema'],
    also: ['*/message-schema', '*/one-id'],
    hooks: inBoth('id', set(17)),
  },
  {
    id: 'object-of-legacy',
    kind: 'mutant',
    about: 'The `object` of a chat completion is text_completion.',
    seen: ['D18'],
    apis: apis.completions,
    kills: ['*/response-schema'],
    hooks: { body: inBody('object', set('text_completion')) },
  },
  {
    id: 'object-of-chunk',
    kind: 'mutant',
    about: 'The `object` of a whole answer is that of a chunk.',
    seen: ['D18'],
    apis: apis.completions,
    kills: ['*/response-schema'],
    hooks: { body: inBody('object', set('chat.completion.chunk')) },
  },
  {
    id: 'created-missing',
    kind: 'mutant',
    about: 'Answers have no `created`.',
    seen: ['D18'],
    kills: ['*/response-schema', '*/chunk-schema'],
    also: ['*/one-created'],
    hooks: inBoth('created', gone),
  },
  {
    id: 'created-float',
    kind: 'mutant',
    about: '`created` has fractions of a second.',
    seen: ['OpenAI schema'],
    kills: ['*/response-schema', '*/chunk-schema'],
    also: ['*/one-created'],
    hooks: inBoth('created', (created) => Number(created) + 0.25),
  },
  {
    id: 'created-text',
    kind: 'mutant',
    about: '`created` is a string.',
    seen: ['OpenAI schema'],
    kills: ['*/response-schema', '*/chunk-schema'],
    also: ['*/one-created'],
    hooks: inBoth('created', (created) => String(created)),
  },
  {
    id: 'created-milliseconds',
    kind: 'mutant',
    about: '`created` is in milliseconds.',
    seen: ['openai created'],
    kills: ['*/created-in-seconds'],
    also: ['*/created-now'],
    hooks: inBoth('created', (created) => Number(created) * 1000),
  },
  {
    id: 'model-null',
    kind: 'mutant',
    about: 'The model is null.',
    seen: ['D20'],
    kills: ['*/response-schema', '*/chunk-schema'],
    also: ['*/message-schema', '*/one-model', '*/embeddings-schema'],
    hooks: inBoth('model', set(null)),
  },
  {
    id: 'model-other',
    kind: 'mutant',
    about: 'The answer names another model than the one asked for.',
    seen: ['D20', 'codex-proxy#660'],
    kills: ['*/model'],
    hooks: inBoth('model', set('gpt-4o-mini')),
  },
  {
    id: 'refusal-absent',
    kind: 'mutant',
    about: '`message.refusal`, which OpenAI requires, is absent.',
    seen: ['OpenAI schema'],
    apis: apis.chatWhole,
    kills: ['*/nullable-members'],
    hooks: { body: inBody('choices/*/message/refusal', gone) },
  },
  {
    id: 'service-tier-alien',
    kind: 'mutant',
    about: 'The service tier is not one of the enumeration.',
    seen: ['OpenAI schema'],
    apis: apis.chatWhole,
    kills: ['*/nullable-members'],
    hooks: { body: inBody('service_tier', set('on-demand')) },
  },
  {
    id: 'members-in-camel-case',
    kind: 'mutant',
    about: 'Members are in camel case.',
    seen: ['OpenAI schema'],
    apis: apis.chat,
    kills: ['*/response-schema', '*/chunk-schema'],
    also: ['*/one-finish', '*/usage', 'stop.cuts/alone.says-stop', 'stop.cuts/streamed.says-stop'],
    hooks: {
      body: (body, call) => (call.failure ? body : camelled(body)),
      chunks: (chunks) =>
        chunks.map((chunk) => (typeof chunk === 'string' ? chunk : asObject(camelled(chunk)))),
    },
  },
  {
    id: 'members-in-capitals',
    kind: 'mutant',
    about: 'Members of the body begin with a capital letter.',
    seen: ['OpenAI schema'],
    apis: apis.wholeAnswers,
    kills: ['*/response-schema'],
    also: [...familyChecks, '*/rerank', '*/blocks', '*/latency', '*/stop-reason', '*/usage'],
    hooks: {
      body: (body, call) => (call.failure ? body : capitalised(body)),
    },
  },
  {
    id: 'completion-wrapped',
    kind: 'mutant',
    about: 'The answer is wrapped in another member.',
    seen: ['OpenAI schema'],
    apis: apis.wholeAnswers,
    kills: ['*/response-schema'],
    also: [...familyChecks, '*/rerank', '*/blocks', '*/latency', '*/stop-reason', '*/usage'],
    hooks: { body: (body, call) => (call.failure ? body : { data: body }) },
  },
  {
    id: 'completion-in-list',
    kind: 'mutant',
    about: 'The answer is a list of one.',
    seen: ['OpenAI schema'],
    apis: apis.wholeAnswers,
    kills: ['*/response-schema'],
    also: [...familyChecks, '*/starts-with-brace'],
    hooks: { body: (body, call) => (call.failure ? body : [body]) },
  },
  {
    id: 'id-constant',
    kind: 'mutant',
    about: 'Every answer has the same id.',
    seen: ['openai id'],
    apis: apis.chat,
    kills: [
      'batch.serial/own-id',
      'batch.parallel/own-id',
      'prompt.counted/own-id',
      'stream-text.in-parallel/own-id',
      '*/unique-id',
    ],
    hooks: { reply: (reply) => ({ ...reply, id: '0'.repeat(32) }) },
  },
]
