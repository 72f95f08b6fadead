/** Wrong counts of tokens. */
import type { Reply, ReplyUsage } from '../../../../reference/model/reply.ts'
import { asArray, asObject } from '../../../../reference/json.ts'
import { eachChunk, mutant, withMembers } from '../../edit.ts'

function counted(change: (usage: ReplyUsage) => Partial<ReplyUsage>): (reply: Reply) => Reply {
  return (reply) => ({ ...reply, usage: { ...reply.usage, ...change(reply.usage) } })
}

/** All that look at the form of a count. */
const schemasAndMetrics = [
  '*/chunk-schema',
  '*/event-schema',
  '*/invocation-metrics',
  '*/response-schema',
  '*/token-headers',
] as const

export const usageMutants = [
  mutant(
    'usage-missing-in-stream',
    'The usage chunk that include_usage asks for never comes.',
    ['D06', 'litellm#3490', 'ogx#3571'],
    {
      chunks: (chunks) =>
        chunks.filter((chunk) => typeof chunk === 'string' || asArray(chunk['choices']).length > 0),
    },
    { kills: ['*/usage-chunk'], apis: ['openai-chat-stream'] },
  ),
  mutant(
    'usage-unasked-in-stream',
    'Every chunk carries usage though nobody asked for it.',
    ['ogx#4326'],
    {
      chunks: eachChunk((chunk) => ({
        ...chunk,
        usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
      })),
    },
    { kills: ['*/usage-chunk'], apis: ['openai-chat-stream'] },
  ),
  mutant(
    'usage-total-wrong',
    'The total is not the sum.',
    ['D09', 'dify#19175'],
    {
      reply: counted((usage) => ({ total: usage.total + 7 })),
    },
    { kills: ['*/usage'] },
  ),
  mutant(
    'usage-total-below-prompt',
    'The total leaves the prompt out.',
    ['D09'],
    {
      reply: counted((usage) => ({ total: usage.completion })),
    },
    { kills: ['*/usage'] },
  ),
  mutant(
    'usage-negative',
    'The completion has a negative count.',
    ['D12'],
    {
      reply: counted((usage) => ({
        completion: -usage.completion,
        total: usage.prompt - usage.completion,
      })),
    },
    {
      also: schemasAndMetrics,
      kills: ['*/usage'],
    },
  ),
  mutant(
    'usage-float',
    'Counts are fractions.',
    ['D12'],
    {
      reply: counted((usage) => ({ prompt: usage.prompt + 0.5, total: usage.total + 0.5 })),
    },
    {
      also: schemasAndMetrics,
      kills: ['*/usage'],
    },
  ),
  mutant(
    'usage-text',
    'Counts are text instead of numbers.',
    ['D12'],
    {
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
    { kills: ['*/usage', '*/response-schema'] },
  ),
  mutant(
    'usage-constant',
    'The prompt always counts the same, whatever is sent.',
    ['D46'],
    {
      reply: counted((usage) => ({ prompt: 42, total: 42 + usage.completion })),
    },
    { kills: ['rule:openai.usage.prompt-tokens', 'rule:bedrock.converse.system'] },
  ),
  mutant(
    'usage-reasoning-above-completion',
    'More reasoning than completion.',
    [],
    {
      reply: counted((usage) => ({ reasoning: usage.completion + 10 })),
    },
    { kills: ['*/usage'] },
  ),
]
