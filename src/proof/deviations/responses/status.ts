/** The status of a response, or its usage, contradicts the rest of it. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { apis } from '../scopes.ts'
import { everywhere, inBoth, inEnd, inStream, inWhole, isTerminal, isType } from './edits.ts'

const failure = { code: 'server_error', message: 'The model failed.' }

type Usage = Record<string, unknown>

/** Changes the usage of finished responses. */
function inUsage(edit: (usage: Usage) => unknown) {
  return inBoth((response) => ({ ...response, usage: edit(asObject(response['usage'])) }))
}

export const responsesStatus: readonly Deviation[] = [
  {
    id: 'responses-error-in-success',
    kind: 'mutant',
    about: 'A completed response has an error.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/status-agrees'],
    hooks: inBoth((response) => ({ ...response, error: failure })),
  },
  {
    id: 'responses-failed-without-error',
    kind: 'mutant',
    about: 'Every request fails, without a reason.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/answered', '*/status-agrees'],
    also: ['*'],
    hooks: {
      body: inWhole((response) => ({ ...response, status: 'failed', output: [], usage: null })),
      chunks: inStream((events) =>
        events.map((event) =>
          isTerminal(event)
            ? {
                ...event,
                type: 'response.failed',
                response: { ...asObject(event['response']), status: 'failed', usage: null },
              }
            : event,
        ),
      ),
    },
  },
  {
    id: 'responses-failed-always',
    kind: 'mutant',
    about: 'Every request fails with status 200.',
    seen: ['codex#27185'],
    apis: apis.responses,
    kills: ['*/answered'],
    also: ['*'],
    hooks: {
      body: inWhole((response) => ({
        ...response,
        status: 'failed',
        error: failure,
        output: [],
        usage: null,
      })),
      chunks: inStream((events) =>
        events.map((event) =>
          isTerminal(event)
            ? {
                ...event,
                type: 'response.failed',
                response: {
                  ...asObject(event['response']),
                  status: 'failed',
                  error: failure,
                  usage: null,
                },
              }
            : event,
        ),
      ),
    },
  },
  {
    id: 'responses-incomplete-without-reason',
    kind: 'mutant',
    about: 'An incomplete response does not say why.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses.small-budget/status-agrees'],
    also: ['*/says-length'],
    hooks: inBoth((response) => ({ ...response, incomplete_details: null })),
  },
  {
    id: 'responses-incomplete-reason-of-chat',
    kind: 'mutant',
    about: 'A response is incomplete for the reason length.',
    seen: ['ogx 1.5.0 responses'],
    apis: apis.responses,
    kills: ['responses.small-budget/incomplete-reason'],
    hooks: inBoth((response) => ({
      ...response,
      ...(response['incomplete_details'] !== null && { incomplete_details: { reason: 'length' } }),
    })),
  },
  {
    id: 'responses-details-of-completed',
    kind: 'mutant',
    about: 'A completed response has incomplete_details.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/status-agrees'],
    also: ['*/finish', '*/says-*'],
    hooks: inBoth((response) => ({
      ...response,
      incomplete_details: { reason: 'max_output_tokens' },
    })),
  },
  {
    id: 'responses-cut-hidden',
    kind: 'mutant',
    about: 'A response that the limit cut is completed.',
    seen: ['CLIProxyAPI#4873'],
    apis: apis.responses,
    kills: ['responses.small-budget/says-length'],
    also: ['*/item-status', '*/answered'],
    hooks: {
      body: inWhole((response) => ({ ...response, status: 'completed', incomplete_details: null })),
      chunks: inStream((events) =>
        events.map((event) =>
          isType('incomplete')(event)
            ? {
                ...event,
                type: 'response.completed',
                response: {
                  ...asObject(event['response']),
                  status: 'completed',
                  incomplete_details: null,
                },
              }
            : event,
        ),
      ),
    },
  },
  {
    id: 'responses-status-at-end',
    kind: 'mutant',
    about: 'The response of the terminal event is still in progress.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/status-agrees'],
    also: ['*/says-length'],
    hooks: { chunks: inEnd((response) => ({ ...response, status: 'in_progress' })) },
  },
  {
    id: 'responses-status-at-start',
    kind: 'mutant',
    about: 'The response is completed when it is created.',
    seen: ['OpenAI ResponseStreamEvent'],
    apis: apis.responsesStreams,
    kills: ['*/status-agrees'],
    hooks: { chunks: everywhere((response) => ({ ...response, status: 'completed' })).chunks },
  },
  {
    id: 'responses-status-unknown',
    kind: 'mutant',
    about: 'The status of a response is done.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['*/response-schema', '*/event-schema'],
    also: ['*/status-agrees', '*/says-length', '*/usage'],
    hooks: inBoth((response) => ({ ...response, status: 'done' })),
  },
  {
    id: 'responses-unfinished',
    kind: 'mutant',
    about: 'A whole response is in progress, and nothing was asked for in the background.',
    seen: ['OpenAI Response'],
    apis: apis.responsesWhole,
    kills: ['*/finished'],
    also: ['*/says-length', '*/status-agrees', '*/as-given'],
    hooks: {
      body: inWhole((response) => ({
        ...response,
        status: 'in_progress',
        incomplete_details: null,
      })),
    },
  },
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
