/** Answers of releases of Llama Stack and OGX that differ from the OpenAI API. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { done } from '../../../reference/openai/chunks.ts'
import { eachChunk, without } from '../edits/members.ts'
import { apis, endpoints } from '../scopes.ts'

/** A delta as the openai package writes one that it has read: unset members are null. */
const unset = { content: null, function_call: null, refusal: null, role: null, tool_calls: null }

export const llamaStackAnswers: readonly Deviation[] = [
  {
    id: 'llamastack-created-changes',
    kind: 'oddity',
    about: 'The `created` of a model is the time of the request.',
    seen: ['facts 2'],
    endpoints: endpoints.llamaStack,
    hooks: {
      models: (models) =>
        models.map((entry) => ({ ...asObject(entry), created: Math.floor(Date.now() / 1000) })),
    },
  },
  {
    id: 'llamastack-stream-nulls',
    kind: 'oddity',
    about: 'Unset members of a delta are null.',
    seen: ['facts 5'],
    endpoints: endpoints.llamaStack,
    hooks: {
      chunks: eachChunk((chunk) => ({
        ...chunk,
        choices: (Array.isArray(chunk['choices']) ? chunk['choices'] : []).map((choice) => ({
          ...asObject(choice),
          delta: { ...unset, ...asObject(asObject(choice)['delta']) },
        })),
      })),
    },
  },
  {
    id: 'llamastack-done-missing',
    kind: 'mutant',
    about: 'Streams end without data: [DONE] (every release).',
    seen: ['D25', 'ogx#4744'],
    endpoints: endpoints.llamaStack,
    apis: apis.chatStreams,
    kills: ['*/done-last'],
    hooks: { chunks: (chunks) => chunks.filter((chunk) => chunk !== done) },
  },
  {
    id: 'llamastack-list-without-object',
    kind: 'mutant',
    about: 'The list of models has no `object` (up to 0.7).',
    seen: ['ogx#5499'],
    endpoints: endpoints.llamaStack,
    apis: apis.models,
    kills: ['models.list/response-schema'],
    hooks: {
      body: (body, call) =>
        call.path === '/v1/models' && !call.failure ? without(body, 'object') : body,
    },
  },
  {
    id: 'llamastack-native-model',
    kind: 'mutant',
    about: "A single model has a form of Llama Stack's own (up to 0.7).",
    seen: ['D18'],
    endpoints: endpoints.llamaStack,
    apis: apis.models,
    kills: ['models.get/response-schema'],
    also: ['models.get/known.as-listed'],
    hooks: {
      body: (body, call) => {
        if (call.failure || call.path === '/v1/models') return body
        const { id } = asObject(body)
        return {
          identifier: id,
          provider_resource_id: String(id).replace(/^[^/]*\//u, ''),
          provider_id: 'bedrock',
          type: 'model',
          metadata: {},
          model_type: 'llm',
          model_validation: null,
        }
      },
    },
  },
]
