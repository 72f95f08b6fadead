/** The JSON of an error has the wrong form. */
import type { Call } from '../../../reference/call.ts'
import type { Failure } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { without, withMembers } from '../edits/members.ts'
import { gone, inError, set } from '../edits/path.ts'
import { apis } from '../scopes.ts'

/** Replaces the body of an error. */
function body(make: (failure: Failure, body: unknown) => unknown) {
  return (json: unknown, call: Call): unknown => (call.failure ? make(call.failure, json) : json)
}

/** The body with another message, where any envelope has it. */
function saying(json: unknown, message: string): unknown {
  const members = Object.entries(asObject(json)).map(([name, value]) => {
    if (name === 'error') return [name, withMembers(value, { message })]
    return [name, name.toLowerCase() === 'message' ? message : value]
  })
  return Object.fromEntries(members)
}

const translated = new Map([
  ['input', 'messages'],
  ['max_output_tokens', 'max_tokens'],
  ['messages', 'input'],
  ['max_tokens', 'max_output_tokens'],
  ['max_completion_tokens', 'max_output_tokens'],
])

export const errorsEnvelope: readonly Deviation[] = [
  {
    id: 'detail-envelope',
    kind: 'mutant',
    about: 'Errors are {"detail": …}.',
    seen: ['D59', 'ogx#3762'],
    kills: ['*/refused', '*/error-body'],
    hooks: {
      body: (body, call) => (call.failure ? { detail: call.failure.message } : body),
    },
  },
  {
    id: 'error-without-type',
    kind: 'mutant',
    about: 'The error object has a message and nothing else.',
    seen: ['ogx#4652'],
    kills: ['*/refused'],
    hooks: {
      body: (body, call) => {
        const error = asObject(body)['error']
        return call.failure && error ? { error: without(error, 'type', 'param', 'code') } : body
      },
    },
  },
  {
    id: 'error-param-fixed',
    kind: 'mutant',
    about: 'Errors name the model as the parameter at fault, whatever it is.',
    seen: ['OpenAI schema'],
    apis: [...apis.openai, ...apis.responses, ...apis.embeddings],
    kills: [
      'range.outside/param',
      'limits.out-of-range/param',
      'tool-choice.invalid/param',
      'structured.invalid/param',
      'responses-errors.*/param',
      'embedding-requests.*/param',
    ],
    hooks: { body: inError('error/param', set('model')) },
  },
  {
    id: 'error-param-messages',
    kind: 'mutant',
    about: 'Errors name the messages as the parameter at fault, whatever it is.',
    seen: ['OpenAI schema'],
    apis: apis.openai,
    kills: ['errors.unknown-model/param', '*/param'],
    hooks: { body: inError('error/param', set('messages')) },
  },
  {
    id: 'error-param-of-other-api',
    kind: 'mutant',
    about:
      'Errors name a parameter as the other of OpenAI’s two APIs does, to which they translate.',
    seen: ['OpenAI schema'],
    apis: [...apis.chat, ...apis.responses],
    kills: ['limits.out-of-range/param', 'responses-errors.*/param'],
    hooks: {
      body: inError('error/param', (param) => {
        const [name = ''] = String(param).split(/\W/u)
        return translated.get(name) ?? param
      }),
    },
  },
  {
    id: 'error-empty-object',
    kind: 'mutant',
    about: 'The body of an error is {}.',
    seen: ['ER-10'],
    kills: ['*/refused', '*/error-body'],
    hooks: { body: body(() => ({})) },
  },
  {
    id: 'error-json-text',
    kind: 'mutant',
    about: 'The body of an error is a JSON string.',
    seen: ['ER-10'],
    kills: ['*/refused', '*/error-body'],
    hooks: { body: body(({ message }) => message) },
  },
  {
    id: 'error-in-list',
    kind: 'mutant',
    about: 'The body of an error is a list.',
    seen: ['ER-10'],
    kills: ['*/refused', '*/error-body'],
    hooks: { body: body((_failure, json) => [json]) },
  },
  {
    id: 'error-message-missing',
    kind: 'mutant',
    about: 'The error has no message.',
    seen: ['OpenAI schema'],
    apis: apis.openai,
    kills: ['*/refused'],
    hooks: { body: inError('error/message', gone) },
  },
  {
    id: 'error-message-empty',
    kind: 'mutant',
    about: 'The message of the error is empty.',
    seen: ['ER-10'],
    kills: ['*/error-body', '*/error-explained'],
    also: ['*/error-type', '*/refused'],
    hooks: { body: body((_failure, json) => saying(json, '')) },
  },
  {
    id: 'error-message-undefined',
    kind: 'mutant',
    about: 'The message of every error is undefined, written as text.',
    seen: ['ER-10'],
    kills: ['*/error-explained'],
    also: ['*/refused'],
    hooks: { body: body((_failure, json) => saying(json, 'undefined')) },
  },
  {
    id: 'error-message-object',
    kind: 'mutant',
    about: 'The message of the error is an object.',
    seen: ['OpenAI schema'],
    apis: apis.openai,
    kills: ['*/error-members'],
    also: ['*/refused'],
    hooks: { body: inError('error/message', set({ text: 'Not so.' })) },
  },
  {
    id: 'error-code-number',
    kind: 'mutant',
    about: 'The code of the error is a number.',
    seen: ['OpenAI schema'],
    apis: apis.openai,
    kills: ['*/error-members'],
    also: ['*/refused'],
    hooks: { body: inError('error/code', set(404)) },
  },
  {
    id: 'error-type-null',
    kind: 'mutant',
    about: 'The type of the error is null.',
    seen: ['OpenAI schema'],
    apis: apis.openai,
    kills: ['*/error-members'],
    hooks: { body: inError('error/type', set(null)) },
  },
  {
    id: 'error-param-missing',
    kind: 'mutant',
    about: 'The error has no param, not even null.',
    seen: ['OpenAI schema', 'ogx#4652'],
    apis: apis.openai,
    kills: ['*/error-members'],
    hooks: { body: inError('error/param', gone) },
  },
  {
    id: 'error-flat',
    kind: 'mutant',
    about: 'The members of the error are in the body itself.',
    seen: ['ER-10'],
    apis: apis.openai,
    kills: ['*/refused'],
    hooks: { body: body((_failure, json) => asObject(json)['error'] ?? json) },
  },
  {
    id: 'error-as-string',
    kind: 'mutant',
    about: 'The error is a string instead of an object.',
    seen: ['ER-10'],
    apis: apis.openai,
    kills: ['*/refused'],
    hooks: { body: body(({ message }) => ({ error: message })) },
  },
  {
    id: 'error-of-openai',
    kind: 'mutant',
    about: 'The native APIs answer errors with the body of the OpenAI API.',
    seen: ['CV-07'],
    apis: apis.nativeAndControl,
    kills: ['*/error-body'],
    also: ['*/refused'],
    hooks: {
      body: body(({ message }) => ({
        error: { message, type: 'invalid_request_error', param: null, code: null },
      })),
    },
  },
  {
    id: 'error-message-renamed',
    kind: 'mutant',
    about: 'The native APIs name the message error_message.',
    seen: ['CV-07'],
    apis: apis.nativeAndControl,
    kills: ['*/error-body'],
    also: ['*/refused'],
    hooks: { body: body(({ message }) => ({ error_message: message })) },
  },
]
