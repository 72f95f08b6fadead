/** Unusual but legal responses. */
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'
import { apis } from '../scopes.ts'
import { everywhere, inBoth, inEnd, inStream, inWhole } from './edits.ts'

/** Sets members of the usage of a response that has any. */
function inUsage(response: JsonObject, members: JsonObject): JsonObject {
  const { usage } = response
  return isObject(usage) ? { ...response, usage: { ...usage, ...members } } : response
}

const resolved = new Map([
  ['none', 'minimal'],
  ['minimal', 'low'],
  ['xhigh', 'high'],
  ['max', 'high'],
])

export const responsesLegal: readonly Deviation[] = [
  {
    id: 'responses-created-at-fraction',
    kind: 'oddity',
    about: 'created_at is written with a fraction.',
    seen: ['openai-dotnet#1006'],
    apis: apis.responses,
    hooks: everywhere((response) => ({
      ...response,
      created_at: Number(response['created_at']) + 0.5,
    })),
  },
  {
    id: 'responses-optional-null',
    kind: 'oddity',
    about: 'Optional members are null.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    hooks: everywhere((response) => ({
      ...response,
      background: null,
      completed_at: null,
      conversation: null,
      moderation: null,
      prompt_cache_key: null,
      reasoning: null,
      service_tier: null,
      text: null,
      user: null,
    })),
  },
  {
    id: 'responses-optional-absent',
    kind: 'oddity',
    about: 'Optional members are left out, as gpt-oss on bedrock-mantle does.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    hooks: everywhere(
      ({
        background: _,
        completed_at: __,
        max_output_tokens: ___,
        previous_response_id: ____,
        reasoning: _____,
        store: ______,
        text: _______,
        truncation: ________,
        ...response
      }) => response,
    ),
  },
  {
    id: 'responses-unknown-members',
    kind: 'oddity',
    about: 'Responses, items and events have unknown members.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    hooks: {
      body: inWhole((response) => ({
        ...response,
        billing: { payer: 'developer' },
        skills: [],
        frequency_penalty: 0,
      })),
      chunks: inStream((events) => events.map((event) => ({ ...event, x_trace: 'abc' }))),
    },
  },
  {
    id: 'responses-metadata-null',
    kind: 'oddity',
    about: 'Empty metadata is null.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    hooks: everywhere((response) => ({
      ...response,
      metadata:
        Object.keys(asObject(response['metadata'])).length === 0 ? null : response['metadata'],
    })),
  },
  {
    id: 'responses-dated-model',
    kind: 'oddity',
    about: 'The response names a dated snapshot of the model.',
    seen: ['OpenAI models'],
    apis: apis.responses,
    hooks: everywhere((response) => ({
      ...response,
      model: `${String(response['model'])}-2026-01-01`,
    })),
  },
  {
    id: 'responses-service-tier-resolved',
    kind: 'oddity',
    about: 'The service tier is auto at first and default in the end.',
    seen: ['OpenAI Response'],
    apis: apis.responsesStreams,
    hooks: {
      chunks: inStream((events) =>
        events.map((event, at) =>
          at < 2
            ? { ...event, response: { ...asObject(event['response']), service_tier: 'auto' } }
            : event,
        ),
      ),
    },
  },
  {
    id: 'responses-names-sorted',
    kind: 'oddity',
    about: 'Members stand in the order of the alphabet.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    hooks: {
      body: inWhole((response) => sorted(response)),
      chunks: inStream((events) => events.map((event) => sorted(event))),
    },
  },
  {
    id: 'responses-top-p-of-its-own',
    kind: 'oddity',
    about: 'The server uses a top_p of its own.',
    seen: ['aws-samples responses'],
    apis: apis.responses,
    hooks: everywhere((response) => ({ ...response, top_p: 0.98 })),
  },
  {
    id: 'responses-without-cache-writes',
    kind: 'oddity',
    about: 'Usage does not count tokens that were written to a cache.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    hooks: inBoth((response) => inUsage(response, { input_tokens_details: { cached_tokens: 0 } })),
  },
  {
    id: 'responses-reasoning-uncounted',
    kind: 'oddity',
    about: 'No tokens of reasoning are counted, though there is a text.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    hooks: inBoth((response) =>
      inUsage(response, { output_tokens_details: { reasoning_tokens: 0 } }),
    ),
  },
  {
    id: 'responses-usage-null-early',
    kind: 'oddity',
    about: 'Events before the end have no usage at all.',
    seen: ['OpenAI Response'],
    apis: apis.responsesStreams,
    hooks: {
      chunks: inStream((events) =>
        events.map((event, at) => {
          const { usage: _, ...response } = asObject(event['response'])
          return at < 2 ? { ...event, response } : event
        }),
      ),
    },
  },
  {
    id: 'responses-effort-resolved',
    kind: 'oddity',
    about: 'The response names the effort that was used in place of one that the model lacks.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    sees: ['responses.efforts/*'],
    hooks: everywhere((response) => {
      const reasoning = asObject(response['reasoning'])
      const used = resolved.get(String(reasoning['effort'])) ?? reasoning['effort']
      return { ...response, reasoning: { ...reasoning, effort: used } }
    }),
  },
  {
    id: 'responses-instructions-as-items',
    kind: 'oddity',
    about: 'The response repeats the instructions as a message of the developer.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    sees: ['*/echo', 'responses-state.*'],
    hooks: everywhere((response) => {
      const { instructions: text } = response
      const content = [{ type: 'input_text', text }]
      return typeof text === 'string'
        ? { ...response, instructions: [{ type: 'message', role: 'developer', content }] }
        : response
    }),
  },
  {
    id: 'responses-unknown-previous-400',
    kind: 'oddity',
    about: 'A previous response that does not exist is answered by 400, as OpenAI does.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    sees: ['responses-state.unknown/*', 'responses-state.not-stored/*'],
    hooks: {
      error: (failure, { method }) =>
        failure.kind === 'unknown-response' && method === 'POST'
          ? {
              ...failure,
              status: 400,
              kind: 'bad-request',
              code: 'previous_response_not_found',
              param: 'previous_response_id',
            }
          : failure,
    },
  },
  {
    id: 'responses-tools-filled-in',
    kind: 'oddity',
    about: 'Defaults are filled in for tools and for the format.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    hooks: inEndAndWhole(),
  },
]

/** An object with its members in the order of the alphabet. */
function sorted(json: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(json).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  )
}

function inEndAndWhole() {
  const fill = (response: Record<string, unknown>): Record<string, unknown> => ({
    ...response,
    tools: asArray(response['tools']).map((tool) => ({
      description: null,
      defer_loading: false,
      ...asObject(tool),
    })),
    text: { verbosity: 'medium', ...asObject(response['text']) },
  })
  return { body: inWhole(fill), chunks: inEnd(fill) }
}
