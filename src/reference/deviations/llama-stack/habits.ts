/** What releases of Llama Stack do that is unusual and breaks no rule. */
import { asObject } from '../../json.ts'
import { eachChunk, oddity } from '../edit.ts'

const front = { fronts: ['llama-stack'] } as const

const stored = {
  kind: 'json',
  status: 200,
  headers: [['Content-Type', 'application/json']],
  json: { object: 'list', data: [], has_more: false, first_id: '', last_id: '' },
} as const

/** A delta as the openai package writes one that it has read: unset members are null. */
const unset = { content: null, function_call: null, refusal: null, role: null, tool_calls: null }

export const llamaStackOddities = [
  oddity(
    'llamastack-get-completions',
    'GET /v1/chat/completions lists what was stored, as OpenAI’s own API does.',
    ['facts 4.1'],
    {
      intercept: (answer, call) =>
        call.method === 'GET' && call.path === '/v1/chat/completions' ? stored : answer,
    },
    { ...front, sees: ['bad-requests.route/*'] },
  ),
  oddity(
    'llamastack-created-changes',
    'A model was created whenever it is asked for.',
    ['facts 2'],
    {
      models: (models) =>
        models.map((entry) => ({ ...asObject(entry), created: Math.floor(Date.now() / 1000) })),
    },
    front,
  ),
  oddity(
    'llamastack-stream-nulls',
    'Members of a delta that say nothing are null.',
    ['facts 5'],
    {
      chunks: eachChunk((chunk) => ({
        ...chunk,
        choices: (Array.isArray(chunk['choices']) ? chunk['choices'] : []).map((choice) => ({
          ...asObject(choice),
          delta: { ...unset, ...asObject(asObject(choice)['delta']) },
        })),
      })),
    },
    front,
  ),
]
