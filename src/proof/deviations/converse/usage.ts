/** Token counts of Converse are missing or wrong. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { withMembers } from '../edits/members.ts'
import { gone, inBody } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { inTotals } from './edits.ts'

/** Counts by lifetime where tokens were written to the cache. */
function detailed(usage: unknown, edit: (written: number) => number): unknown {
  const written = Number(asObject(usage)['cacheWriteInputTokens'] ?? 0)
  if (written === 0) return usage
  const cacheDetails = [
    { ttl: '1h', inputTokens: 0 },
    { ttl: '5m', inputTokens: edit(written) },
  ]
  return withMembers(usage, { cacheDetails })
}

export const converseUsage: readonly Deviation[] = [
  {
    id: 'converse-usage-missing',
    kind: 'mutant',
    about: '`usage` is missing.',
    seen: ['CV-04'],
    apis: apis.converse,
    kills: ['*/response-schema', '*/metadata'],
    also: ['*/event-schema', '*/usage'],
    hooks: inTotals('usage', gone),
  },
  {
    id: 'converse-input-tokens-missing',
    kind: 'mutant',
    about: 'The input tokens are not counted.',
    seen: ['CV-04'],
    apis: apis.converse,
    kills: ['*/usage'],
    also: ['*/event-schema', '*/response-schema'],
    hooks: inTotals('usage/inputTokens', gone),
  },
  {
    id: 'converse-stream-counts-the-cache-twice',
    kind: 'mutant',
    about:
      'The input tokens of a stream include those of the cache, which are counted apart as well.',
    seen: ['bifrost#6942'],
    apis: apis.converseStreams,
    kills: ['frames.echo/same-prompt'],
    also: ['*/usage', '*/prompt-grows', '*/prompt*'],
    hooks: inTotals('usage', (usage) => {
      const counts = asObject(usage)
      return { ...counts, cacheReadInputTokens: Number(counts['inputTokens']) - 2 }
    }),
  },
  {
    id: 'converse-total-missing',
    kind: 'mutant',
    about: 'The total token count is missing.',
    seen: ['CV-04'],
    apis: apis.converse,
    kills: ['*/usage'],
    also: ['*/event-schema', '*/response-schema'],
    hooks: inTotals('usage/totalTokens', gone),
  },
  {
    id: 'converse-usage-of-openai',
    kind: 'mutant',
    about: 'Token counts have the names of the OpenAI API.',
    seen: ['CV-04'],
    apis: apis.converse,
    kills: ['*/usage', '*/response-schema'],
    also: ['*/event-schema'],
    hooks: inTotals('usage', (usage) => {
      const { inputTokens, outputTokens, totalTokens } = asObject(usage)
      return {
        prompt_tokens: inputTokens,
        completion_tokens: outputTokens,
        total_tokens: totalTokens,
      }
    }),
  },
  {
    id: 'converse-cache-negative',
    kind: 'mutant',
    about: 'The count of cached tokens is negative.',
    seen: ['D12'],
    apis: apis.converse,
    kills: ['*/usage'],
    also: ['*/event-schema', '*/response-schema', 'assert:usage-compare'],
    hooks: inTotals('usage', (usage) => ({ ...asObject(usage), cacheReadInputTokens: -5 })),
  },
  {
    id: 'converse-cache-uncounted',
    kind: 'mutant',
    about: 'Cached tokens are counted in the total twice.',
    seen: ['D09'],
    apis: apis.converse,
    kills: ['*/usage'],
    also: ['assert:usage-compare'],
    hooks: inTotals('usage', (usage) => ({
      ...asObject(usage),
      cacheReadInputTokens: 10,
      totalTokens: Number(asObject(usage)['totalTokens']) + 20,
    })),
  },
  {
    id: 'converse-input-zero',
    kind: 'mutant',
    about: 'The input token count is 0.',
    seen: ['CV-04'],
    apis: apis.converse,
    kills: ['*/usage'],
    also: ['assert:usage-compare'],
    hooks: inTotals('usage', (usage) => ({
      ...asObject(usage),
      inputTokens: 0,
      totalTokens: asObject(usage)['outputTokens'],
    })),
  },
  {
    id: 'converse-output-zero',
    kind: 'mutant',
    about: 'The output token count is 0 although there is text.',
    seen: ['CV-04'],
    apis: apis.converse,
    kills: ['*/usage'],
    hooks: inTotals('usage', (usage) => ({
      ...asObject(usage),
      outputTokens: 0,
      totalTokens: asObject(usage)['inputTokens'],
    })),
  },
  {
    id: 'count-tokens-off',
    kind: 'mutant',
    about: 'CountTokens and Converse count differently.',
    seen: ['CV-16'],
    apis: apis.countTokens,
    kills: ['converse-answers.count-tokens/as-converse'],
    also: ['*/as-counted'],
    hooks: {
      body: (body) => withMembers(body, { inputTokens: Number(asObject(body)['inputTokens']) + 3 }),
    },
  },
  {
    id: 'stream-counts-differ',
    kind: 'mutant',
    about: 'A stream and a whole answer count the same prompt differently.',
    seen: ['CS-08'],
    apis: apis.converseStreams,
    kills: ['frames.echo/same-prompt'],
    hooks: {
      reply: (reply) => ({
        ...reply,
        usage: { ...reply.usage, prompt: reply.usage.prompt + 5, total: reply.usage.total + 5 },
      }),
    },
  },
  {
    id: 'count-tokens-zero',
    kind: 'mutant',
    about: 'CountTokens always counts 0.',
    seen: ['CV-16'],
    apis: apis.countTokens,
    kills: ['converse-answers.count-tokens/counted'],
    also: ['*/count-schema', '*/as-counted', 'converse-answers.count-tokens/converse.as-converse'],
    hooks: { body: inBody('inputTokens', () => 0) },
  },
  {
    id: 'cache-details-differ',
    kind: 'mutant',
    about: 'The tokens by lifetime in the cache are more than were written to it.',
    seen: ['bifrost#6942'],
    apis: apis.converse,
    kills: ['converse-features.prompt-cache*/first.cache-details'],
    hooks: inTotals('usage', (usage) => detailed(usage, (written) => written + 500)),
  },
  {
    id: 'cache-details-of-zero',
    kind: 'oddity',
    about: 'The tokens written to the cache come by lifetime, one of which has none.',
    seen: ['botocore tagged unions'],
    apis: apis.converse,
    sees: ['converse-features.prompt-cache*/*'],
    hooks: inTotals('usage', (usage) => detailed(usage, (written) => written)),
  },
]
