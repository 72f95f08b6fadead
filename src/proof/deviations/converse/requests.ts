/** Converse requests are validated wrongly. */
import { refuse } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject, asString } from '../../../reference/json.ts'
import { withMembers, without } from '../edits/members.ts'
import { json } from '../edits/intercept.ts'
import { apis, endpoints } from '../scopes.ts'
import { eachMessage } from './edits.ts'

const hello = { role: 'user', content: [{ text: 'Hello' }] }

export const converseRequests: readonly Deviation[] = [
  {
    id: 'inference-config-unchecked',
    kind: 'mutant',
    about: 'Sampling parameters out of range are ignored.',
    seen: ['CV-07'],
    apis: apis.converse,
    kills: [
      'converse-input.inference-config/refused',
      'converse-input.inference-config/out-of-range',
    ],
    also: ['*/error-body'],
    hooks: { request: (request) => without(request, 'inferenceConfig') },
  },
  {
    id: 'blank-text-accepted',
    kind: 'mutant',
    about: 'Empty texts, and messages without content, are replaced by a greeting.',
    seen: ['CV-11'],
    apis: apis.converse,
    kills: ['converse-input.empty-text/refused'],
    also: ['*/error-body'],
    hooks: {
      request: (request) =>
        eachMessage(request, (message) => {
          const texts = asArray(message['content']).map((block) => asObject(block)['text'])
          const stated = texts.some((text) => text === undefined || asString(text)?.trim() !== '')
          return stated && texts.length > 0 ? message : { ...message, content: hello.content }
        }),
    },
  },
  {
    id: 'no-messages-accepted',
    kind: 'mutant',
    about: 'A request without messages is answered.',
    seen: ['CV-11'],
    apis: apis.converse,
    kills: ['converse-input.messages/refused'],
    also: ['*/error-body'],
    hooks: {
      request: (request) => {
        const messages = asObject(request)['messages']
        return Array.isArray(messages) && messages.length > 0
          ? request
          : withMembers(request, { messages: [hello] })
      },
    },
  },
  {
    id: 'unknown-role-accepted',
    kind: 'mutant',
    about: 'An unknown role is accepted as user.',
    seen: ['CV-10'],
    apis: apis.converse,
    kills: ['converse-input.unknown-role/refused'],
    also: ['*/error-body'],
    hooks: {
      request: (request) =>
        eachMessage(request, (message) =>
          message['role'] === 'assistant' ? message : { ...message, role: 'user' },
        ),
    },
  },
  {
    id: 'image-dropped',
    kind: 'mutant',
    about: 'An image for a model without vision is dropped.',
    seen: ['ER-09'],
    apis: apis.converse,
    kills: ['converse-input.image/refused'],
    also: ['*/error-body'],
    hooks: {
      request: (request) =>
        eachMessage(request, (message) => ({
          ...message,
          content: asArray(message['content']).filter((block) => !('image' in asObject(block))),
        })),
    },
  },
  {
    id: 'arn-rejected',
    kind: 'mutant',
    about: 'A model ARN is refused; only bare ids are accepted.',
    seen: ['CV-15'],
    endpoints: endpoints.runtime,
    kills: ['rule:bedrock.converse.model-id'],
    also: ['*/status'],
    hooks: {
      intercept: (answer, call) =>
        decodeURIComponent(call.path).includes('/arn:')
          ? json(404, { message: 'Could not resolve the foundation model.' })
          : answer,
    },
  },
  {
    id: 'role-order-breaks',
    kind: 'mutant',
    about: 'Converse answers 500 to turns in an unusual order.',
    seen: ['CV-10', 'D56'],
    apis: apis.converse,
    kills: ['converse-input.role-order/answered-or-refused'],
    also: ['*/no-server-error', '*/refused'],
    hooks: {
      request: (request) => {
        const roles = asArray(asObject(request)['messages']).map((one) => asObject(one)['role'])
        const isOdd = roles[0] === 'assistant' || roles.join() === 'user,user'
        return isOdd ? refuse(500, 'server', 'Roles must alternate.') : request
      },
    },
  },
]
