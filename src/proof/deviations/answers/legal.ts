/** Unusual but legal members of answers. */
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject, isObject } from '../../../reference/json.ts'
import { eachChoice, eachChunk, withMembers, without } from '../edits/members.ts'
import { inBody, inBoth, inChunks, inEvents } from '../edits/path.ts'
import { sentIn } from '../edits/sent.ts'
import { apis } from '../scopes.ts'
import { eachPayload, everyText } from './edits.ts'

const metrics = 'amazon-bedrock-invocationMetrics'

/** Leaves alone what counts the cache already. */
function cached(usage: unknown): unknown {
  if ('cacheReadInputTokens' in asObject(usage)) return usage
  const zero = 0
  return withMembers(usage, {
    cacheReadInputTokens: zero,
    cacheReadInputTokenCount: zero,
    cacheWriteInputTokens: zero,
    cacheWriteInputTokenCount: zero,
  })
}

/** Objects that take no additional members, since their content is defined by the client. */
const closed = new Set(['input', 'logit_bias', 'json', 'metadata'])

function deepened(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(deepened)
  if (!isObject(json)) return json
  const entries = Object.entries(json).map(([name, value]) => [
    name,
    closed.has(name) ? value : deepened(value),
  ])
  return isUnion(json)
    ? Object.fromEntries(entries)
    : { ...Object.fromEntries(entries), x_vendor: null }
}

function nested(levels: number): unknown {
  let value: unknown = 0
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value }
  return value
}

function wide(count: number): JsonObject {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, index]))
}

/** A content block sets exactly one member. */
function isUnion(json: JsonObject): boolean {
  const kinds = ['text', 'toolUse', 'reasoningContent', 'reasoningText', 'toolResult']
  return kinds.some((kind) => kind in json)
}

export const answersLegal: readonly Deviation[] = [
  {
    id: 'null-members',
    kind: 'oddity',
    about: 'Optional members are null.',
    seen: ['ogx-ai/ogx openai SDK dumps'],
    apis: apis.chat,
    hooks: {
      body: (body) =>
        Array.isArray(asObject(body)['choices'])
          ? eachChoice(body, (choice) => ({
              ...choice,
              message: {
                annotations: null,
                audio: null,
                function_call: null,
                tool_calls: null,
                ...asObject(choice['message']),
              },
            }))
          : body,
      chunks: eachChunk((chunk) =>
        eachChoice({ usage: null, ...chunk }, (choice) => ({
          ...choice,
          delta: {
            content: null,
            function_call: null,
            refusal: null,
            role: null,
            tool_calls: null,
            ...asObject(choice['delta']),
          },
        })),
      ),
    },
  },
  {
    id: 'extra-members',
    kind: 'oddity',
    about: 'Objects have additional members.',
    seen: ['facts 2.6'],
    hooks: {
      body: (body) => (isObject(body) ? { ...body, x_vendor: { trace: ['a', 1, null] } } : body),
      chunks: eachChunk((chunk) => ({ ...chunk, x_vendor: 1 })),
      events: eachPayload((payload) => ({ ...payload, xVendor: true })),
    },
  },
  {
    id: 'optional-members-absent',
    kind: 'oddity',
    about: 'Optional members are absent.',
    seen: ['facts 1.5'],
    hooks: {
      body: (body) =>
        Array.isArray(asObject(body)['choices'])
          ? without(body, 'service_tier', 'system_fingerprint')
          : body,
      chunks: eachChunk((chunk) =>
        eachChoice(without(chunk, 'service_tier', 'system_fingerprint'), (choice) =>
          choice['logprobs'] === null ? asObject(without(choice, 'logprobs')) : choice,
        ),
      ),
    },
  },
  {
    id: 'metrics-without-latencies',
    kind: 'oddity',
    about: 'The invocation metrics have no latencies.',
    seen: ['public capture of a Llama chunk'],
    apis: apis.invokeStreams,
    sees: ['*/invocation-metrics'],
    hooks: {
      chunks: (chunks) =>
        inChunks(
          `${metrics}/invocationLatency`,
          () => undefined,
        )(inChunks(`${metrics}/firstByteLatency`, () => undefined)(chunks)),
    },
  },
  {
    id: 'extra-members-deep',
    kind: 'oddity',
    about: 'Objects at every depth have additional members.',
    seen: ['facts 2.6'],
    hooks: {
      body: (body, call) => (call.failure ? body : deepened(body)),
      chunks: eachChunk((chunk) => asObject(deepened(chunk))),
    },
  },
  {
    id: 'extra-member-nested',
    kind: 'oddity',
    about: 'An additional member is nested 400 levels deep.',
    seen: ['facts 2.6'],
    apis: apis.plainJson,
    hooks: {
      body: (body, call) => (call.failure ? body : withMembers(body, { x_trace: nested(400) })),
    },
  },
  {
    id: 'extra-member-wide',
    kind: 'oddity',
    about: 'An additional member has 20,000 members.',
    seen: ['facts 2.6'],
    apis: apis.plainJson,
    hooks: {
      body: (body, call) => (call.failure ? body : withMembers(body, { x_trace: wide(20_000) })),
    },
  },
  {
    id: 'answers-with-annotations',
    kind: 'oddity',
    about: 'A message has annotations and audio, empty and null.',
    seen: ['OpenAI schema'],
    apis: apis.chatWhole,
    hooks: {
      body: inBody('choices/*/message', (message) =>
        withMembers(message, { annotations: [], audio: null }),
      ),
    },
  },
  {
    id: 'usage-without-details',
    kind: 'oddity',
    about: 'Usage has no details.',
    seen: ['OpenAI schema'],
    apis: apis.chat,
    hooks: inBoth('usage', (usage) =>
      without(usage, 'prompt_tokens_details', 'completion_tokens_details'),
    ),
  },
  {
    id: 'prompt-cached',
    kind: 'oddity',
    about: 'Most of the prompt is counted as cached.',
    seen: ['OpenAI schema'],
    apis: apis.chat,
    hooks: inBoth('usage', (usage) =>
      isObject(usage)
        ? {
            ...usage,
            prompt_tokens_details: { cached_tokens: Number(usage['prompt_tokens']) - 1 },
          }
        : usage,
    ),
  },
  {
    id: 'service-tier-null',
    kind: 'oddity',
    about: 'The service tier is null.',
    seen: ['OpenAI schema'],
    apis: apis.chat,
    hooks: inBoth('service_tier', () => null),
  },
  {
    id: 'id-of-another-form',
    kind: 'oddity',
    about: 'Ids do not begin with chatcmpl.',
    seen: ['OpenAI schema'],
    apis: apis.chat,
    hooks: inBoth('id', (id) => `gen/${String(id).slice(-12)}`),
  },
  {
    id: 'model-dated',
    kind: 'oddity',
    about: 'The answer names the dated snapshot of the model.',
    seen: ['OpenAI models'],
    apis: apis.chat,
    hooks: inBoth('model', (model) => `${String(model)}-2025-08-05`),
  },
  {
    id: 'cache-counts-zero',
    kind: 'oddity',
    about: 'Converse reports the cache counts 0.',
    seen: ['facts 2.1'],
    apis: apis.converse,
    hooks: {
      body: inBody('usage', cached),
      events: inEvents('metadata', 'usage', cached),
    },
  },
  {
    id: 'first-word-marked',
    kind: 'oddity',
    about: 'The first word of a text, or a short line, stands between marks of Markdown.',
    seen: ['CH-13'],
    sees: ['frames.*', 'stream-text.*', 'invoke-families.*'],
    hooks: {
      reply: everyText((text) =>
        text
          .replace(/^(\p{L}{4,})(?= \p{L})/u, '**$1**')
          .replace(/^([A-Z]\w{1,12}\.?)$/u, '**$1**'),
      ),
    },
  },
  {
    id: 'no-break-marks',
    kind: 'oddity',
    about: 'The model writes hyphens and blanks that do not break, and typographic apostrophes.',
    seen: ['CH-13'],
    sees: ['converse-features.*', 'memory.*', 'conversation.*', 'batch.*'],
    hooks: {
      reply: everyText((text) =>
        /^\s*[[{`]/u.test(text) || text.includes('\n')
          ? text
          : text
              .replaceAll(/(?<=\w)-(?=\w)/gu, '\u2011')
              .replaceAll(/(?<=\w)'(?=\w)/gu, '\u2019')
              .replaceAll(/(?<=\d) (?=[A-Za-z%])/gu, '\u202F'),
      ),
    },
  },
  {
    id: 'blank-reasoning',
    kind: 'oddity',
    about: 'Where no effort is asked for, the reasoning is the blank line that the template has.',
    seen: ['RZ-03'],
    apis: apis.chat,
    sees: ['effort.newer/*'],
    hooks: {
      reply: (reply, call) =>
        sentIn(call)['reasoning_effort'] === 'none'
          ? { ...reply, choices: reply.choices.map((one) => ({ ...one, reasoning: '\n\n' })) }
          : reply,
    },
  },
]
