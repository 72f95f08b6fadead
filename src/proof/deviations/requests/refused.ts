/** Valid chat completion requests are refused, or fail with a server error. */
import { refuse } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'
import { withMembers } from '../edits/members.ts'
import { apis, endpoints } from '../scopes.ts'
import { asking, broken, hasRole, refusing, unknownMember } from './edits.ts'

const newerEfforts: ReadonlySet<unknown> = new Set(['none', 'minimal', 'xhigh', 'max'])
const knownTiers: ReadonlySet<unknown> = new Set(['auto', 'default', 'flex', 'priority'])

export const requestsRefused: readonly Deviation[] = [
  {
    id: 'max-completion-tokens-rejected',
    kind: 'mutant',
    about: '`max_completion_tokens` is refused.',
    seen: ['D50', 'MaxKB#2912'],
    kills: ['prompt.counted/*'],
    hooks: {
      request: (request) =>
        asObject(request)['max_completion_tokens'] === undefined
          ? request
          : refuse(400, 'bad-request', 'Unknown parameter: max_completion_tokens.'),
    },
  },
  {
    id: 'developer-rejected',
    kind: 'mutant',
    about: 'The developer role is refused with 422.',
    seen: ['D52', 'pi#6238'],
    kills: ['chat.developer-and-user/status'],
    hooks: {
      request: (request) =>
        hasRole(request, ['developer'])
          ? refuse(
              422,
              'bad-request',
              "messages.role must be one of 'system', 'user', 'assistant'.",
            )
          : request,
    },
  },
  {
    id: 'unknown-member-breaks',
    kind: 'mutant',
    about: 'A member that the specification does not define is answered 500.',
    seen: ['CH-14', 'D56'],
    apis: apis.chat,
    kills: ['prompt.unknown-member/ignored-or-refused', 'prompt.unknown-member/no-server-error'],
    also: ['*/refused'],
    hooks: asking((request) => {
      const unknown = unknownMember(request)
      return unknown === undefined ? request : broken(unknown)
    }),
  },
  {
    id: 'newer-values-break',
    kind: 'mutant',
    about: 'Values that newer models know are answered 500.',
    seen: ['RZ-03', 'CH-14', 'D56'],
    apis: apis.chat,
    kills: ['effort.newer/accepted-or-refused', 'prompt.service-tiers/accepted-or-refused'],
    also: ['effort.newer/*', 'prompt.service-tiers/*', '*/refused'],
    hooks: asking((request) => {
      const { reasoning_effort: effort, service_tier: tier } = request
      const isNew = newerEfforts.has(effort) || (tier !== undefined && !knownTiers.has(tier))
      return isNew ? broken('value') : request
    }),
  },
  {
    id: 'null-members-refused',
    kind: 'mutant',
    about: 'Optional members may not be null.',
    seen: ['CH-15'],
    apis: apis.chat,
    kills: ['prompt.null-members/accepted'],
    hooks: asking((request) =>
      Object.values(request).includes(null)
        ? refuse(400, 'bad-request', 'A member must not be null.')
        : request,
    ),
  },
  {
    id: 'null-flags-refused',
    kind: 'mutant',
    about: 'Flags of a request may not be null.',
    seen: ['CH-15'],
    apis: apis.chat,
    kills: ['prompt.null-members/accepted'],
    hooks: asking((request) =>
      ['stream', 'logprobs', 'store'].some((name) => request[name] === null)
        ? refuse(422, 'bad-request', 'Input should be a valid boolean.')
        : request,
    ),
  },
  {
    id: 'replayed-members-refused',
    kind: 'mutant',
    about: 'Messages of replies are refused in histories, because of members that are null.',
    seen: ['litellm#30835', 'CH-15'],
    apis: apis.chat,
    kills: ['prompt.null-members/accepted'],
    hooks: refusing(
      'Extra inputs are not permitted',
      (message) => message['role'] === 'assistant' && message['refusal'] === null,
    ),
  },
  {
    id: 'huge-limit-breaks',
    kind: 'mutant',
    about: 'A limit above that of every model is answered 500.',
    seen: ['SP-10', 'D56'],
    apis: apis.chat,
    kills: ['limits.huge/refused-or-lowered', 'limits.huge/no-server-error'],
    also: ['*/refused'],
    hooks: asking((request) =>
      Number(request['max_tokens']) > 1e6 ? broken('too many tokens') : request,
    ),
  },
  {
    id: 'odd-order-breaks',
    kind: 'mutant',
    about: 'Two user messages in a row, and a final assistant message, are answered 500.',
    seen: ['CX-08', 'D56'],
    apis: apis.chat,
    kills: ['memory.odd-order/answered-or-refused', 'memory.odd-order/no-server-error'],
    also: ['*/refused'],
    hooks: asking((request) => {
      const roles = asArray(request['messages']).map((message) => asObject(message)['role'])
      const isOdd = roles.at(-1) === 'assistant' || roles.join() === 'user,user'
      return isOdd ? broken('conversation roles must alternate') : request
    }),
  },
  {
    id: 'odd-stops-break',
    kind: 'mutant',
    about: 'More than four stop sequences, and an empty one, are answered 500.',
    seen: ['SP-06', 'D56'],
    apis: apis.chat,
    kills: ['stop.odd/accepted-or-refused', 'stop.odd/no-server-error'],
    also: ['*/refused'],
    hooks: asking((request) => {
      const stops = asArray(request['stop'])
      return stops.length > 4 || stops.includes('') ? broken('stop') : request
    }),
  },
  {
    id: 'penalties-break',
    kind: 'mutant',
    about: 'Penalties and biases are answered 500.',
    seen: ['SP-09', 'D56'],
    apis: apis.chat,
    kills: ['range.penalties/accepted-or-refused', 'range.penalties/no-server-error'],
    also: ['*/refused'],
    hooks: asking((request) =>
      ['frequency_penalty', 'presence_penalty', 'logit_bias'].some((name) => name in request)
        ? broken('penalty')
        : request,
    ),
  },
  {
    id: 'hottest-breaks',
    kind: 'mutant',
    about: 'A temperature above 1 is answered 500.',
    seen: ['SP-01', 'D56'],
    apis: apis.chat,
    kills: ['range.hottest/accepted', 'range.hottest/no-server-error'],
    also: ['*/refused', '*/no-server-error'],
    hooks: asking((request) =>
      Number(request['temperature']) > 1 ? broken('temperature') : request,
    ),
  },
  {
    id: 'call-without-content-refused',
    kind: 'mutant',
    about: 'An assistant message with tool calls and without content is refused.',
    seen: ['TL-04'],
    apis: apis.chat,
    kills: ['tool-choice.result/accepted', 'tool-choice.result/status'],
    hooks: asking((request) =>
      asArray(request['messages']).some((message) => asObject(message)['content'] === null)
        ? refuse(400, 'bad-request', 'messages.content must be a string.')
        : request,
    ),
  },
  {
    id: 'temperature-refused',
    kind: 'mutant',
    about: 'A temperature above 0.7 is refused.',
    seen: ['D54'],
    kills: ['chance.default-temperature/accepted'],
    hooks: {
      request: (request) => {
        const { temperature, inferenceConfig } = asObject(request)
        const given = temperature ?? asObject(inferenceConfig)['temperature']
        return typeof given === 'number' && given > 0.7
          ? withMembers(request, {
              temperature: -1,
              ...(isObject(inferenceConfig) && {
                temperature: undefined,
                inferenceConfig: { ...inferenceConfig, temperature: -1 },
              }),
            })
          : request
      },
    },
  },
  {
    id: 'default-limit-zero',
    kind: 'mutant',
    about: 'A request without a limit gets the limit 0 and is refused.',
    seen: ['D51', 'ogx#3667'],
    endpoints: endpoints.llamaStack,
    apis: apis.chat,
    kills: ['chat.simple/status'],
    also: ['*/status', '*/refused'],
    hooks: {
      request: (request) =>
        isObject(request) &&
        (request['max_tokens'] ?? request['max_completion_tokens']) === undefined
          ? { ...request, max_tokens: 0 }
          : request,
    },
  },
]
