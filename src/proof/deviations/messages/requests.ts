/** Requests of the Messages API are taken for others, or refused in another form. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject, isObject } from '../../../reference/json.ts'
import { inError, set } from '../edits/path.ts'
import { withMembers, without } from '../edits/members.ts'
import { apis } from '../scopes.ts'

const anthropic = apis.anthropic

export const messagesRequests: readonly Deviation[] = [
  {
    id: 'message-format-dropped',
    kind: 'mutant',
    about: 'output_config of a message is dropped.',
    seen: ['AM-07', 'SO-02'],
    apis: anthropic,
    kills: ['messages.output-format/fits'],
    hooks: { request: (request) => without(request, 'output_config') },
  },
  {
    id: 'limit-not-required',
    kind: 'mutant',
    about: 'A message without max_tokens is answered.',
    seen: ['AM-04'],
    apis: apis.messages,
    kills: ['messages-requests.no-limit/refused'],
    also: ['messages-requests.no-limit/*', 'messages-requests.no-messages/*'],
    hooks: {
      request: (request) => {
        const { max_tokens: limit } = asObject(request)
        return limit === null ? withMembers(request, { max_tokens: 100 }) : request
      },
    },
  },
  {
    id: 'message-limit-unchecked',
    kind: 'mutant',
    about: 'A limit of the wrong type, or below 1, is taken for another.',
    seen: ['AM-05'],
    apis: apis.messages,
    kills: ['messages-requests.out-of-range/refused'],
    also: ['*/error-type', 'messages-requests.*/*'],
    hooks: {
      request: (request) => {
        const { max_tokens: limit } = asObject(request)
        const isGood = typeof limit === 'number' && limit >= 1
        return isObject(request) && limit !== undefined && !isGood
          ? { ...request, max_tokens: 100 }
          : request
      },
    },
  },
  {
    id: 'message-role-unchecked',
    kind: 'mutant',
    about: 'A message of any role is taken for the user’s.',
    seen: ['AM-05'],
    apis: apis.messages,
    kills: ['messages-requests.unknown-role/refused'],
    also: ['messages-requests.unknown-role/*'],
    hooks: {
      request: (request) => {
        const { messages } = asObject(request)
        if (!Array.isArray(messages)) return request
        const known = messages.map((message) => {
          const { role } = asObject(message)
          return role === 'assistant'
            ? (message as unknown)
            : withMembers(message, { role: 'user' })
        })
        return withMembers(request, { messages: known })
      },
    },
  },
  {
    id: 'message-model-unchecked',
    kind: 'mutant',
    about: 'Any model is answered by the one that there is.',
    seen: ['AM-05'],
    apis: anthropic,
    kills: ['messages-requests.unknown-model/refused'],
    also: ['messages-requests.unknown-model/*'],
    hooks: {
      request: (request, call) => {
        const { model } = asObject(request)
        if (typeof model !== 'string' || !model.includes('nosuch')) return request
        const bare = call.endpoint === 'runtime' ? 'us.' : ''
        return withMembers(request, { model: `${bare}anthropic.claude-sonnet-4-6` })
      },
    },
  },
  {
    id: 'stray-result-accepted',
    kind: 'mutant',
    about: 'The result of a call that was not made is taken for text.',
    seen: ['AM-01'],
    apis: apis.messages,
    kills: ['messages-requests.stray-result/not-granted'],
    also: ['messages-requests.stray-result/*'],
    hooks: {
      request: (request) => {
        const text = JSON.stringify(request ?? null)
        return text.includes('tool_result') && !text.includes('tool_use"')
          ? withMembers(request, { messages: [{ role: 'user', content: 'sunny' }] })
          : request
      },
    },
  },
  {
    id: 'message-thinking-ignored',
    kind: 'oddity',
    about: 'Adaptive thinking is granted and none comes.',
    seen: ['AM-01'],
    apis: apis.messages,
    sees: ['messages.thinking/*'],
    hooks: {
      request: (request) =>
        asObject(asObject(request)['thinking'])['type'] === 'adaptive'
          ? without(request, 'thinking')
          : request,
    },
  },
  {
    id: 'message-error-of-openai',
    kind: 'mutant',
    about: 'The Messages API refuses in the envelope of OpenAI.',
    seen: ['litellm#36655'],
    apis: anthropic,
    kills: ['*/refused'],
    also: ['messages-requests.*/*', 'message-counts.*/*'],
    hooks: {
      body: (body, call) => {
        const { error } = asObject(body)
        return call.failure ? { error: { ...asObject(error), param: null, code: null } } : body
      },
    },
  },
  {
    id: 'message-error-text',
    kind: 'mutant',
    about: 'The error of the Messages API is a text.',
    seen: ['AM-05'],
    apis: anthropic,
    kills: ['*/refused'],
    also: ['messages-requests.*/*', 'message-counts.*/*'],
    hooks: { body: inError('error', (error) => asObject(error)['message']) },
  },
  {
    id: 'message-error-type-alien',
    kind: 'mutant',
    about: 'Every error of the Messages API has the type of an overload.',
    seen: ['litellm#36655'],
    apis: anthropic,
    kills: ['*/error-type'],
    hooks: { body: inError('error/type', set('overloaded_error')) },
  },
  {
    id: 'message-error-typeless',
    kind: 'mutant',
    about: 'The error of the Messages API has an empty message.',
    seen: ['AM-05'],
    apis: anthropic,
    kills: ['*/error-type'],
    also: ['*/error-explained'],
    hooks: { body: inError('error/message', set('')) },
  },
  {
    id: 'message-error-detailed',
    kind: 'mutant',
    about: 'The message of an error of the Messages API is what validation reports: an object.',
    seen: ['AM-05'],
    apis: anthropic,
    kills: ['*/error-type'],
    hooks: { body: inError('error/message', (message) => ({ detail: [{ msg: message }] })) },
  },
  {
    id: 'message-error-as-text',
    kind: 'mutant',
    about: 'The Messages API calls its errors plain text.',
    seen: ['AM-05'],
    apis: anthropic,
    kills: ['*/error-content-type'],
    hooks: {
      headers: (headers, call) =>
        headers.map(([name, value]) =>
          call.failure && name.toLowerCase() === 'content-type'
            ? [name, 'text/plain']
            : [name, value],
        ),
    },
  },
  {
    id: 'message-error-trace',
    kind: 'mutant',
    about: 'An error of the Messages API shows a stack trace.',
    seen: ['AM-05'],
    apis: anthropic,
    kills: ['*/no-stack-trace'],
    hooks: {
      body: inError(
        'error/message',
        (message) => `${String(message)}\nTraceback (most recent call last):`,
      ),
    },
  },
  {
    id: 'message-limit-ignored',
    kind: 'mutant',
    about: 'Messages are not limited by max_tokens.',
    seen: ['AM-04'],
    apis: apis.messages,
    kills: ['messages.limit/within-budget', 'messages.limit/cut-by-length'],
    also: ['*/message-usage', 'assert:completion-at-most', 'assert:ends-at-limit', 'assert:finish'],
    hooks: {
      request: (request) => {
        const { max_tokens: limit } = asObject(request)
        return typeof limit === 'number' && limit >= 1
          ? withMembers(request, { max_tokens: 4000 })
          : request
      },
    },
  },
  {
    id: 'message-stops-ignored',
    kind: 'mutant',
    about: 'Messages do not stop at stop sequences.',
    seen: ['AM-03'],
    apis: apis.messages,
    kills: ['messages.stop-sequence/text-cut'],
    also: ['messages.stop-sequence/*'],
    hooks: { request: (request) => without(request, 'stop_sequences') },
  },
  {
    id: 'message-tools-ignored',
    kind: 'mutant',
    about: 'Tools are taken and never called.',
    seen: ['AM-01'],
    apis: apis.messages,
    kills: ['messages.tool-round-trip/called', 'invoke-families.claude-tools/called'],
    also: ['*/as-counted', 'assert:tool-calls', 'tools.*/*', 'tool-choice.*/*'],
    hooks: {
      request: (request) =>
        'max_tokens' in asObject(request) ? without(request, 'tools', 'tool_choice') : request,
    },
  },
  {
    id: 'message-choice-none-ignored',
    kind: 'mutant',
    about: 'A tool is called although tool_choice is none.',
    seen: ['AM-01'],
    apis: apis.messages,
    kills: ['messages.tool-choice-none/not-called'],
    hooks: {
      request: (request) => {
        const { tool_choice: choice } = asObject(request)
        return asObject(choice)['type'] === 'none'
          ? withMembers(request, { tool_choice: { type: 'any' } })
          : request
      },
    },
  },
  {
    id: 'message-version-any',
    kind: 'mutant',
    about: 'Any version is served.',
    seen: ['AM-05'],
    apis: apis.messages,
    kills: ['messages-requests.unknown-version/not-granted'],
    hooks: {
      request: (request, call) => {
        call.headers['anthropic-version'] = '2023-06-01'
        return request
      },
    },
  },
]
