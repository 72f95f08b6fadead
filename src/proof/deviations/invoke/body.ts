/** Bodies and headers of InvokeModel are wrong. */
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject, isObject } from '../../../reference/json.ts'
import { inHeader } from '../edits/headers.ts'
import { withMembers, without } from '../edits/members.ts'
import { inChunks, last } from '../edits/path.ts'
import { apis } from '../scopes.ts'

/** The members of Meta Llama's own body. */
const llamaMembers = ['prompt', 'max_gen_len', 'temperature', 'top_p', 'images']

function only(request: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(request).filter(([name]) => names.includes(name)))
}

export const invokeBody: readonly Deviation[] = [
  {
    id: 'invoke-of-converse',
    kind: 'mutant',
    about: 'InvokeModel answers with the body of Converse.',
    seen: ['IV-04'],
    apis: apis.invokeWhole,
    kills: ['*/response-schema'],
    also: [
      '*/index-of-document',
      '*/message-schema',
      '*/mistral-schema',
      '*/deepseek-schema',
      '*/titan-schema',
      '*/nova-embed-schema',
      '*/cohere-rerank-schema',
      '*/rerank',
      '*/token-headers',
    ],
    hooks: {
      body: (body, call) =>
        call.failure
          ? body
          : {
              output: { message: { role: 'assistant', content: [{ text: 'Hello' }] } },
              stopReason: 'end_turn',
              usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
              metrics: { latencyMs: 1 },
            },
    },
  },
  {
    id: 'latency-header-over',
    kind: 'mutant',
    about: 'The header with the latency is higher than the client measured.',
    seen: ['IV-04'],
    apis: apis.invokeWhole,
    kills: ['*/token-headers'],
    hooks: {
      headers: inHeader(
        'X-Amzn-Bedrock-Invocation-Latency',
        (value) => `${Number(value) + 600_000}`,
      ),
    },
  },
  {
    id: 'latency-header-in-seconds',
    kind: 'mutant',
    about: 'The header with the latency has seconds with a fraction.',
    seen: ['IV-04'],
    apis: apis.invokeWhole,
    kills: ['*/token-headers'],
    hooks: {
      headers: inHeader('X-Amzn-Bedrock-Invocation-Latency', (value) =>
        (Number(value) / 1000).toFixed(3),
      ),
    },
  },
  {
    id: 'token-header-wrong',
    kind: 'mutant',
    about: 'The headers and the body have different token counts.',
    seen: ['IV-04', 'aws-sdk-js-v3#5917'],
    apis: apis.invokeWhole,
    kills: ['*/token-headers'],
    hooks: {
      headers: inHeader('X-Amzn-Bedrock-Input-Token-Count', (value) => String(Number(value) + 3)),
    },
  },
  {
    id: 'token-header-garbled',
    kind: 'mutant',
    about: 'The header with the output token count is not a number.',
    seen: ['IV-04'],
    apis: apis.invokeWhole,
    kills: ['*/token-headers'],
    hooks: { headers: inHeader('X-Amzn-Bedrock-Output-Token-Count', () => 'many') },
  },
  {
    id: 'invoke-stream-empty',
    kind: 'mutant',
    about: 'A stream of InvokeModel has no chunk.',
    seen: ['IS-01'],
    apis: apis.invokeStreams,
    kills: ['*/chunks'],
    also: ['*/ends-on-a-frame'],
    hooks: { events: () => [] },
  },
  {
    id: 'invoke-stream-finish-lost',
    kind: 'mutant',
    about: 'The last chunk of a stream is missing.',
    seen: ['IS-03'],
    apis: apis.invokeStreams,
    kills: ['*/one-finish', '*/counts', '*/invocation-metrics'],
    also: ['*/message-events', '*/nova-events', '*/invoke-texts', '*/titan-text'],
    hooks: { chunks: (chunks) => chunks.slice(0, -1) },
  },
  {
    id: 'invoke-created-changes',
    kind: 'mutant',
    about: 'The last chunk of InvokeModel has another `created`.',
    seen: ['IS-03'],
    apis: apis.invokeStreams,
    kills: ['*/one-created'],
    hooks: { chunks: inChunks('created', (created) => Number(created) + 9, last) },
  },
  {
    id: 'alien-body-accepted',
    kind: 'mutant',
    about: 'A body with members of another model family is accepted.',
    seen: ['IV-05', 'langchain-aws#62'],
    apis: apis.invoke,
    kills: ['invoke-bodies.alien-to-*/refused'],
    also: ['*/status', '*/error-body'],
    hooks: {
      request: (request, call) => {
        if (!isObject(request)) return request
        if (call.path.includes('llama')) return only(request, llamaMembers)
        const { prompt, messages } = request
        if (prompt === undefined || messages !== undefined) return request
        return { messages: [{ role: 'user', content: prompt }], max_completion_tokens: 10 }
      },
    },
  },
  {
    id: 'body-model-wins',
    kind: 'mutant',
    about: 'The model in the body takes precedence over the model in the path.',
    seen: ['IV-06'],
    apis: apis.invokeWhole,
    kills: ['invoke-bodies.model-in-body/path-wins'],
    hooks: {
      request: (request, call) => {
        const { model } = asObject(request)
        if (model !== undefined) call.memory.set(`model ${call.requestId}`, model)
        return without(request, 'model')
      },
      body: (body, call) => {
        const model = call.memory.get(`model ${call.requestId}`)
        return model === undefined ? body : withMembers(body, { model })
      },
    },
  },
]
