/** Token counts are missing or wrong. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { eachChunk, withMembers } from '../edits/members.ts'
import { apis } from '../scopes.ts'
import { counted } from './edits.ts'

export const answersUsage: readonly Deviation[] = [
  {
    id: 'usage-varies',
    kind: 'mutant',
    about: 'The token count of the same prompt varies.',
    seen: ['CH-06', 'D40'],
    apis: apis.chat,
    kills: ['prompt.counted/same-again', 'stream-text.as-whole/same-prompt'],
    also: ['prompt.counted/parts.as-text', 'chance.two-choices/prompt-once'],
    hooks: {
      reply: (reply, call) => {
        const more = call.number % 5
        const { prompt, total } = reply.usage
        return { ...reply, usage: { ...reply.usage, prompt: prompt + more, total: total + more } }
      },
    },
  },
  {
    id: 'completion-counted-tenfold',
    kind: 'mutant',
    about: 'Completion tokens are ten times those that were generated.',
    seen: ['CH-06'],
    apis: [...apis.chat, ...apis.responses],
    kills: ['*/all-came'],
    also: ['assert:completion-at-most', 'assert:limit-kept', 'assert:usage-compare'],
    hooks: {
      reply: counted(({ completion, total }) => ({
        completion: completion * 10,
        total: total + completion * 9,
      })),
    },
  },
  {
    id: 'prompt-counted-per-choice',
    kind: 'mutant',
    about: 'The prompt is counted once for each of the choices.',
    seen: ['SP-07'],
    apis: apis.chat,
    kills: ['chance.two-choices/prompt-once'],
    hooks: {
      reply: (reply) => {
        const more = reply.usage.prompt * (reply.choices.length - 1)
        return counted(({ prompt, total }) => ({ prompt: prompt + more, total: total + more }))(
          reply,
        )
      },
    },
  },
  {
    id: 'prompt-counted-twice',
    kind: 'mutant',
    about: 'Every token of the prompt is counted twice, as where two stages add their counts.',
    seen: ['D12'],
    kills: ['prompt.quoted/counted-alike'],
    also: ['assert:usage-compare', 'assert:prompt-counted'],
    hooks: {
      reply: counted(({ prompt, total }) => ({ prompt: prompt * 2, total: total + prompt })),
    },
  },
  {
    id: 'stream-counts-more',
    kind: 'mutant',
    about: 'A stream counts more prompt tokens than a whole answer.',
    seen: ['ST-12'],
    apis: apis.chatStreams,
    kills: ['stream-text.as-whole/same-prompt'],
    hooks: {
      reply: (reply) => {
        const { prompt, total } = reply.usage
        return { ...reply, usage: { ...reply.usage, prompt: prompt + 9, total: total + 9 } }
      },
    },
  },
  {
    id: 'usage-chunk-always',
    kind: 'mutant',
    about: 'Streams always have a usage chunk.',
    seen: ['ST-13', 'ogx#4326'],
    apis: apis.chatStreams,
    kills: ['stream-text.usage-declined/no-usage', 'stream.curl-count/no-usage-unasked'],
    also: ['*/usage-unasked'],
    hooks: {
      request: (request) =>
        asObject(request)['stream'] === true
          ? withMembers(request, { stream_options: { include_usage: true } })
          : request,
    },
  },
  {
    id: 'prompt-counted-in-part',
    kind: 'mutant',
    about: 'Of a long prompt, the tokens of its last sentence alone are counted.',
    seen: ['D12'],
    kills: [
      'prompt.long/longer.usage',
      'converse-answers.max-tokens/in-one.usage',
      'messages.prompt-cache/plain.message-usage',
    ],
    also: [
      '*/message-schema',
      '*/event-schema',
      '*/usage',
      '*/message-usage',
      'assert:usage-compare',
      'assert:prompt-counted',
    ],
    hooks: {
      reply: counted(({ prompt, completion }) => {
        const few = Math.min(prompt, 40)
        return { prompt: few, total: few + completion }
      }),
    },
  },
  {
    id: 'completion-overcounted',
    kind: 'mutant',
    about: 'The completion count is 5,000 too high.',
    seen: ['D12'],
    kills: ['assert:completion-at-most'],
    also: ['*/message-usage', '*/titan-text', '*/counts', '*/usage', '*/all-came', '*/limit-kept'],
    hooks: {
      reply: (reply) => ({
        ...reply,
        usage: {
          ...reply.usage,
          completion: reply.usage.completion + 5000,
          total: reply.usage.total + 5000,
        },
      }),
    },
  },
  {
    id: 'usage-missing-in-stream',
    kind: 'mutant',
    about: 'The requested usage chunk is missing.',
    seen: ['D06', 'litellm#3490', 'ogx#3571'],
    apis: apis.chatStreams,
    kills: ['*/usage-chunk'],
    hooks: {
      chunks: (chunks) =>
        chunks.filter((chunk) => typeof chunk === 'string' || asArray(chunk['choices']).length > 0),
    },
  },
  {
    id: 'usage-unasked-in-stream',
    kind: 'mutant',
    about: 'Every chunk has usage that was not requested.',
    seen: ['ogx#4326'],
    apis: apis.chatStreams,
    kills: ['*/usage-chunk'],
    also: ['*/all-counted', '*/usage'],
    hooks: {
      chunks: eachChunk((chunk) => ({
        ...chunk,
        usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
      })),
    },
  },
  {
    id: 'usage-total-wrong',
    kind: 'mutant',
    about: 'The total token count is not the sum.',
    seen: ['D09', 'dify#19175'],
    kills: ['*/usage'],
    hooks: {
      reply: counted((usage) => ({ total: usage.total + 7 })),
    },
  },
  {
    id: 'usage-total-below-prompt',
    kind: 'mutant',
    about: 'The total token count leaves out the prompt.',
    seen: ['D09'],
    kills: ['*/usage'],
    hooks: {
      reply: counted((usage) => ({ total: usage.completion })),
    },
  },
  {
    id: 'usage-negative',
    kind: 'mutant',
    about: 'The completion token count is negative.',
    seen: ['D12'],
    kills: ['*/usage'],
    also: [
      '*/message-usage',
      '*/nova-schema',
      '*/message-schema',
      '*/titan-schema',
      '*/chunk-schema',
      '*/event-schema',
      '*/invocation-metrics',
      '*/response-schema',
      '*/token-headers',
    ],
    hooks: {
      reply: counted((usage) => ({
        completion: -usage.completion,
        total: usage.prompt - usage.completion,
      })),
    },
  },
  {
    id: 'usage-float',
    kind: 'mutant',
    about: 'Token counts have fractions.',
    seen: ['D12'],
    kills: ['*/usage'],
    also: [
      '*/nova-schema',
      '*/message-schema',
      '*/as-counted',
      '*/titan-schema',
      '*/chunk-schema',
      '*/event-schema',
      '*/invocation-metrics',
      '*/response-schema',
      '*/token-headers',
    ],
    hooks: {
      reply: counted((usage) => ({ prompt: usage.prompt + 0.5, total: usage.total + 0.5 })),
    },
  },
  {
    id: 'usage-text',
    kind: 'mutant',
    about: 'Token counts are strings.',
    seen: ['D12'],
    kills: ['*/usage', '*/response-schema'],
    also: ['*/nova-schema', '*/embeddings-schema'],
    hooks: {
      body: (body) => {
        const usage = asObject(asObject(body)['usage'])
        const text = Object.fromEntries(
          Object.entries(usage).map(([name, value]) => [name, String(value)]),
        )
        return usage['prompt_tokens'] === undefined && usage['inputTokens'] === undefined
          ? body
          : withMembers(body, { usage: text })
      },
    },
  },
  {
    id: 'usage-constant',
    kind: 'mutant',
    about: 'The prompt token count is always the same.',
    seen: ['D46'],
    kills: ['rule:openai.usage.prompt-tokens', 'rule:bedrock.converse.system'],
    also: ['*/usage', '*/as-counted'],
    hooks: {
      reply: counted((usage) => ({ prompt: 42, total: 42 + usage.completion })),
    },
  },
  {
    id: 'usage-reasoning-above-completion',
    kind: 'mutant',
    about: 'The reasoning token count is above the completion token count.',
    seen: [],
    kills: ['*/usage'],
    hooks: {
      reply: counted((usage) => ({ reasoning: usage.completion + 10 })),
    },
  },
  {
    id: 'tools-uncounted',
    kind: 'mutant',
    about: 'Tool definitions are not counted as prompt tokens.',
    seen: ['D46', 'TL-07'],
    apis: apis.chat,
    kills: ['tool-choice.required/prompt-grows'],
    hooks: {
      reply: (reply) => ({
        ...reply,
        usage: { ...reply.usage, prompt: 80, total: 80 + reply.usage.completion },
      }),
    },
  },
]
