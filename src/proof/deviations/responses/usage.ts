/** The usage of a response is missing, or contradicts itself or another response. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { apis } from '../scopes.ts'
import { inBoth, inEnd } from './edits.ts'

type Usage = Record<string, unknown>

/** Changes the usage of finished responses. */
function inUsage(edit: (usage: Usage) => unknown) {
  return inBoth((response) => ({ ...response, usage: edit(asObject(response['usage'])) }))
}

export const responsesUsage: readonly Deviation[] = [
  {
    id: 'responses-usage-missing',
    kind: 'mutant',
    about: 'Finished responses have no usage.',
    seen: ['sub2api#5009'],
    apis: apis.responses,
    kills: ['*/usage'],
    also: ['*'],
    hooks: inUsage(() => null),
  },
  {
    id: 'responses-usage-lost-on-cut',
    kind: 'mutant',
    about: 'Incomplete responses have no usage.',
    seen: ['litellm#34351'],
    apis: apis.responses,
    kills: ['responses.small-budget/usage'],
    also: ['responses.small-budget/*', '*/within-budget'],
    hooks: inBoth((response) =>
      response['status'] === 'incomplete' ? { ...response, usage: null } : response,
    ),
  },
  {
    id: 'responses-usage-sum',
    kind: 'mutant',
    about: 'total_tokens is one too many.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/usage'],
    hooks: inUsage((usage) => ({ ...usage, total_tokens: Number(usage['total_tokens']) + 1 })),
  },
  {
    id: 'responses-stream-counts-more',
    kind: 'mutant',
    about: 'A stream counts four more input tokens than the whole response to the same request.',
    seen: ['OpenAI Response'],
    apis: apis.responsesStreams,
    kills: ['responses.as-whole/same-prompt'],
    also: ['assert:usage-compare'],
    hooks: {
      chunks: inEnd((response) => {
        const usage = asObject(response['usage'])
        return {
          ...response,
          usage: {
            ...usage,
            input_tokens: Number(usage['input_tokens']) + 4,
            total_tokens: Number(usage['total_tokens']) + 4,
          },
        }
      }),
    },
  },
  {
    id: 'responses-usage-zero',
    kind: 'mutant',
    about: 'No tokens are counted.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/usage'],
    also: ['*/prompt-grows', '*/same-prompt', '*/history-counted'],
    hooks: inUsage((usage) => ({ ...usage, input_tokens: 0, output_tokens: 0, total_tokens: 0 })),
  },
  {
    id: 'responses-usage-of-chat',
    kind: 'mutant',
    about: 'Usage has the names of chat completions.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/response-schema', '*/event-schema'],
    also: ['*'],
    hooks: inUsage((usage) => ({
      prompt_tokens: usage['input_tokens'],
      completion_tokens: usage['output_tokens'],
      total_tokens: usage['total_tokens'],
    })),
  },
  {
    id: 'responses-usage-details-missing',
    kind: 'mutant',
    about: 'Usage has no details.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/response-schema', '*/event-schema'],
    also: ['*/published-members'],
    hooks: inUsage(({ input_tokens_details: _, output_tokens_details: __, ...usage }) => usage),
  },
  {
    id: 'responses-usage-reasoning',
    kind: 'mutant',
    about: 'More tokens of reasoning are counted than of output.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/usage'],
    hooks: inUsage((usage) => ({
      ...usage,
      output_tokens_details: { reasoning_tokens: Number(usage['output_tokens']) + 1 },
    })),
  },
  {
    id: 'responses-usage-cached',
    kind: 'mutant',
    about: 'More tokens are cached than were sent.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/usage'],
    hooks: inUsage((usage) => ({
      ...usage,
      input_tokens_details: {
        cached_tokens: Number(usage['input_tokens']) + 1,
        cache_write_tokens: 0,
      },
    })),
  },
  {
    id: 'responses-cache-written-above-input',
    kind: 'mutant',
    about: 'More tokens are written to the cache than were sent.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/usage'],
    hooks: inUsage((usage) => ({
      ...usage,
      input_tokens_details: {
        cached_tokens: 0,
        cache_write_tokens: Number(usage['input_tokens']) + 1024,
      },
    })),
  },
  {
    id: 'responses-usage-as-text',
    kind: 'mutant',
    about: 'Token counts are texts.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/response-schema', '*/event-schema'],
    also: ['*'],
    hooks: inUsage((usage) => ({ ...usage, input_tokens: String(usage['input_tokens']) })),
  },
]
