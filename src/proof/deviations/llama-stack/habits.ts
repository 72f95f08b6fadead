/** What releases of Llama Stack do that is unusual and breaks no rule. */
import { asObject } from '../../../reference/json.ts'
import { eachChunk, oddity } from '../edit.ts'

const front = { fronts: ['llama-stack'] } as const

/** A delta as the openai package writes one that it has read: unset members are null. */
const unset = { content: null, function_call: null, refusal: null, role: null, tool_calls: null }

export const llamaStackOddities = [
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
