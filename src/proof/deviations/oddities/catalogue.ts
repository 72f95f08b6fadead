/** Servers that may refuse what they lack, and say what they may leave open in their own way. */
import type { Api, Chunk, JsonObject } from '../../../reference/call.ts'
import { refuse } from '../../../reference/call.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'
import { contentOf, eachChoice, eachChunk, oddity, withContent } from '../edit.ts'

const chat: { readonly apis: readonly Api[] } = { apis: ['openai-chat', 'openai-chat-stream'] }

/** Refuses with 400 what some servers do not do. */
function lacking(
  id: string,
  about: string,
  what: string,
  sees: string,
  asked: (request: JsonObject) => boolean,
) {
  return oddity(
    id,
    about,
    ['OpenAI CreateChatCompletionRequest'],
    {
      request: (request) =>
        isObject(request) && asked(request)
          ? refuse(400, 'bad-request', `${what} is not supported.`)
          : request,
    },
    { ...chat, sees: [sees] },
  )
}

/** The text of a short answer in one delta, as real Bedrock sends it. */
function together(chunks: readonly Chunk[]): Chunk[] {
  const all = chunks.map((chunk) => contentOf(chunk) ?? '').join('')
  const many = chunks.some((chunk) => asArray(asObject(chunk)['choices']).length > 1)
  const indices = new Set(
    chunks.flatMap((chunk) => asArray(asObject(chunk)['choices']).map((c) => asObject(c)['index'])),
  )
  if (all.length > 300 || many || indices.size > 1) return [...chunks]
  const first = chunks.findIndex((chunk) => contentOf(chunk) !== undefined)
  return chunks.flatMap((chunk, at) => {
    if (typeof chunk === 'string' || contentOf(chunk) === undefined) return [chunk]
    return at === first ? [withContent(chunk, all)] : []
  })
}

export const catalogueOddities = [
  lacking(
    'choices-refused',
    'Only one choice is given; two are refused.',
    'n above 1',
    'chance.two-choices/*',
    (request) => Number(request['n'] ?? 1) > 1,
  ),
  lacking(
    'logprobs-refused',
    'Log probabilities are refused.',
    'logprobs',
    'chance.logprobs/*',
    (request) => request['logprobs'] === true,
  ),
  lacking(
    'tools-refused',
    'Tools are refused.',
    'tools',
    'tool*/*',
    (request) => 'tools' in request,
  ),
  lacking(
    'formats-refused',
    'Structured output is refused.',
    'response_format',
    'structured.*/*',
    (request) => 'response_format' in request,
  ),
  lacking(
    'biases-refused',
    'Penalties and biases are refused.',
    'A penalty',
    'range.penalties/*',
    (request) =>
      ['frequency_penalty', 'presence_penalty', 'logit_bias'].some(
        (name) => (request[name] ?? null) !== null,
      ),
  ),
  lacking(
    'unknown-members-refused',
    'A member that nobody knows is refused.',
    'x_test',
    'prompt.unknown-member/*',
    (request) => 'x_test' in request,
  ),
  lacking(
    'odd-orders-refused',
    'Turns must alternate and end with the user.',
    'This order of turns',
    'memory.odd-order/*',
    (request) => {
      const roles = asArray(request['messages']).map((message) => asObject(message)['role'])
      return roles.join() === 'user,user' || roles.at(-1) === 'assistant'
    },
  ),
  lacking(
    'odd-stops-refused',
    'An empty stop sequence is refused, as is a fifth.',
    'This stop',
    'stop.odd/*',
    (request) => asArray(request['stop']).includes('') || asArray(request['stop']).length > 4,
  ),
  lacking(
    'huge-limits-refused',
    'A limit beyond the context is refused.',
    'So large a max_tokens',
    'limits.huge/*',
    (request) => Number(request['max_tokens'] ?? 0) > 131_072,
  ),
  oddity(
    'short-answers-whole',
    'A short answer comes in one delta.',
    ['D34'],
    { chunks: together },
    chat,
  ),
  oddity(
    'null-members',
    'What may be left out is null.',
    ['ogx-ai/ogx openai SDK dumps'],
    {
      body: (body) =>
        Array.isArray(asObject(body)['choices'])
          ? eachChoice(body, (choice) => ({
              ...choice,
              message: {
                annotations: null,
                audio: null,
                function_call: null,
                tool_calls: null,
                ...asObject(choice['message']),
              },
            }))
          : body,
      chunks: eachChunk((chunk) =>
        eachChoice({ usage: null, ...chunk }, (choice) => ({
          ...choice,
          delta: {
            content: null,
            function_call: null,
            refusal: null,
            role: null,
            tool_calls: null,
            ...asObject(choice['delta']),
          },
        })),
      ),
    },
    chat,
  ),
  oddity(
    'bare-ids-served',
    'A model answers without the prefix of its provider too.',
    ['ogx-ai/ogx#2709'],
    {
      request: (request) =>
        asObject(request)['model'] === 'openai.gpt-oss-20b-1:0'
          ? { ...asObject(request), model: 'bedrock/openai.gpt-oss-20b-1:0' }
          : request,
    },
    { fronts: ['llama-stack'], ...chat, sees: ['llama-stack.bare-id/*'] },
  ),
]
