/** Optional features are refused, which the specification allows. */
import { refuse, type JsonObject } from '../../../reference/answer.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'
import { apis } from '../scopes.ts'
import { unknownMember } from './edits.ts'

/** Hooks that refuse with 400 what some servers do not support. */
function lacking(what: string, asked: (request: JsonObject) => boolean): Hooks {
  return {
    request: (request) =>
      isObject(request) && asked(request)
        ? refuse(400, 'bad-request', `${what} is not supported.`)
        : request,
  }
}

export const requestsLacking: readonly Deviation[] = [
  {
    id: 'choices-refused',
    kind: 'oddity',
    about: '`n: 2` is refused.',
    seen: ['OpenAI CreateChatCompletionRequest'],
    apis: apis.chat,
    sees: ['chance.two-choices/*'],
    hooks: lacking('n above 1', (request) => Number(request['n'] ?? 1) > 1),
  },
  {
    id: 'logprobs-refused',
    kind: 'oddity',
    about: 'Log probabilities are refused.',
    seen: ['OpenAI CreateChatCompletionRequest'],
    apis: apis.chat,
    sees: ['chance.logprobs/*'],
    hooks: lacking('logprobs', (request) => request['logprobs'] === true),
  },
  {
    id: 'temperatures-refused',
    kind: 'oddity',
    about: 'A temperature above 1 is refused.',
    seen: ['OpenAI CreateChatCompletionRequest'],
    apis: apis.chat,
    sees: ['range.hottest/*'],
    hooks: lacking('temperature above 1', ({ temperature }) => {
      return Number(temperature) > 1 && Number(temperature) <= 2
    }),
  },
  {
    id: 'colder-temperatures-refused',
    kind: 'oddity',
    about: 'A temperature other than 1 is refused, as models that reason do.',
    seen: ['OpenAI CreateChatCompletionRequest'],
    apis: apis.chat,
    sees: ['sampling.low-temperature/*', 'effort.prompts/*', 'prompt.counted/*'],
    hooks: lacking('This temperature', ({ temperature = 1 }) => {
      return Number(temperature ?? 1) !== 1 && Number(temperature) >= 0 && Number(temperature) <= 2
    }),
  },
  {
    id: 'temperature-deprecated',
    kind: 'oddity',
    about: 'Every temperature is refused, as newer models of Anthropic do.',
    seen: ['AM-08'],
    apis: [...apis.chatAndInvoke, ...apis.responses, ...apis.messages, ...apis.converse],
    sees: [
      'sampling.*/*',
      'chance.*/*',
      'range.*/*',
      'stream-text.*/*',
      'responses.*/*',
      'chat.*/*',
    ],
    hooks: {
      request: (request, { api }) => {
        const { temperature, inferenceConfig, anthropic_version: version } = asObject(request)
        const isOther = api.startsWith('invoke') && version === undefined
        const given = temperature ?? asObject(inferenceConfig)['temperature']
        return isOther || typeof given !== 'number' || given < 0 || given > 2
          ? request
          : refuse(400, 'bad-request', '`temperature` is deprecated for this model.')
      },
    },
  },
  {
    id: 'efforts-refused',
    kind: 'oddity',
    about: 'An effort is refused, as models that do not reason do.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    sees: ['responses*/*'],
    hooks: lacking('An effort', ({ reasoning }) => asObject(reasoning)['effort'] !== undefined),
  },
  {
    id: 'max-tokens-refused',
    kind: 'oddity',
    about: '`max_tokens` is refused, and `max_completion_tokens` named in its place.',
    seen: ['OpenAI CreateChatCompletionRequest'],
    apis: apis.chat,
    sees: ['chat.*/*', 'limits.*/*', 'prompt.*/*'],
    hooks: {
      request: (request) =>
        isObject(request) && 'max_tokens' in request
          ? refuse(
              400,
              'bad-request',
              "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
              { param: 'max_tokens', code: 'unsupported_parameter' },
            )
          : request,
    },
  },
  {
    id: 'short-context',
    kind: 'oddity',
    about: 'A prompt of more than about 4,000 tokens is refused because of its length.',
    seen: ['OpenAI CreateChatCompletionRequest'],
    apis: apis.chat,
    sees: ['prompt.long/*', 'prompt.repeated-roles/*'],
    hooks: {
      request: (request) =>
        isObject(request) && JSON.stringify(request['messages'] ?? '').length > 18_000
          ? refuse(
              400,
              'bad-request',
              "This model's maximum context length is 4096 tokens. Please reduce the length of the messages.",
              { code: 'context_length_exceeded' },
            )
          : request,
    },
  },
  {
    id: 'stops-refused',
    kind: 'oddity',
    about: 'Stop sequences are refused, as some models do.',
    seen: ['OpenAI CreateChatCompletionRequest'],
    apis: apis.chatAndInvoke,
    sees: ['stop.cuts/*', 'twins.stop-invoke/*'],
    hooks: lacking('stop', ({ stop }) => stop !== undefined && stop !== null),
  },
  {
    id: 'choice-none-refused',
    kind: 'oddity',
    about: '`tool_choice: "none"` is refused.',
    seen: ['OpenAI CreateChatCompletionRequest'],
    apis: apis.chatAndInvoke,
    sees: ['tool-choice.required/*', 'tool-forced.none/*'],
    hooks: lacking('tool_choice none', (request) => request['tool_choice'] === 'none'),
  },
  {
    id: 'tools-refused',
    kind: 'oddity',
    about: 'Tools are refused.',
    seen: ['OpenAI CreateChatCompletionRequest'],
    apis: apis.chat,
    sees: ['tool*/*'],
    hooks: lacking('tools', (request) => 'tools' in request),
  },
  {
    id: 'formats-refused',
    kind: 'oddity',
    about: 'Structured output is refused.',
    seen: ['OpenAI CreateChatCompletionRequest'],
    apis: apis.chat,
    sees: ['structured.*/*'],
    hooks: lacking('response_format', (request) => 'response_format' in request),
  },
  {
    id: 'biases-refused',
    kind: 'oddity',
    about: 'Penalties and biases are refused.',
    seen: ['OpenAI CreateChatCompletionRequest'],
    apis: apis.chat,
    sees: ['range.penalties/*'],
    hooks: lacking('A penalty', (request) =>
      ['frequency_penalty', 'presence_penalty', 'logit_bias'].some(
        (name) => (request[name] ?? null) !== null,
      ),
    ),
  },
  {
    id: 'unknown-members-refused',
    kind: 'oddity',
    about: 'A member that the specification does not define is refused.',
    seen: ['OpenAI CreateChatCompletionRequest'],
    apis: apis.chat,
    sees: ['prompt.unknown-member/*'],
    hooks: lacking('An unknown member', (request) => unknownMember(request) !== undefined),
  },
  {
    id: 'odd-orders-refused',
    kind: 'oddity',
    about: 'Messages that do not alternate, or do not end with the user, are refused.',
    seen: ['OpenAI CreateChatCompletionRequest'],
    apis: apis.chat,
    sees: ['memory.odd-order/*'],
    hooks: lacking('This order of turns', (request) => {
      const roles = asArray(request['messages']).map((message) => asObject(message)['role'])
      return roles.join() === 'user,user' || roles.at(-1) === 'assistant'
    }),
  },
  {
    id: 'odd-stops-refused',
    kind: 'oddity',
    about: 'An empty stop sequence is refused, as is a fifth.',
    seen: ['OpenAI CreateChatCompletionRequest'],
    apis: apis.chat,
    sees: ['stop.odd/*'],
    hooks: lacking(
      'This stop',
      (request) => asArray(request['stop']).includes('') || asArray(request['stop']).length > 4,
    ),
  },
  {
    id: 'huge-limits-refused',
    kind: 'oddity',
    about: 'A limit above the context length is refused.',
    seen: ['OpenAI CreateChatCompletionRequest'],
    apis: apis.chat,
    sees: ['limits.huge/*'],
    hooks: lacking(
      'So large a max_tokens',
      (request) => Number(request['max_tokens'] ?? 0) > 131_072,
    ),
  },
  {
    id: 'penalties-refused',
    kind: 'oddity',
    about: 'Penalties are refused as unsupported.',
    seen: ['SP-09'],
    apis: apis.chat,
    sees: ['range.penalties/*'],
    hooks: {
      request: (request) =>
        ['frequency_penalty', 'presence_penalty', 'logit_bias'].some(
          (name) => (asObject(request)[name] ?? undefined) !== undefined, // null means absent
        )
          ? refuse(400, 'bad-request', 'Penalties are not supported by this model.', {
              param: 'frequency_penalty',
            })
          : request,
    },
  },
]
