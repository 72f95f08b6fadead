/** Permitted forms of a request are refused. */
import { refuse } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { json } from '../edits/intercept.ts'
import { apis } from '../scopes.ts'
import { asking, refusing } from './edits.ts'

export const requestsForms: readonly Deviation[] = [
  {
    id: 'parameters-required',
    kind: 'mutant',
    about: 'A function without parameters is refused.',
    seen: ['TL-08'],
    apis: apis.chat,
    kills: ['tool-choice.odd-name/status'],
    also: ['tool-choice.odd-name/*'],
    hooks: asking((request) =>
      asArray(request['tools']).every(
        (tool) => 'parameters' in asObject(asObject(tool)['function']),
      )
        ? request
        : refuse(400, 'bad-request', 'tools[0].function.parameters: field required'),
    ),
  },
  {
    id: 'system-parts-refused',
    kind: 'mutant',
    about: 'A system message with parts is refused.',
    seen: ['CH-11'],
    apis: apis.chat,
    kills: ['prompt.counted/status'],
    also: ['prompt.counted/*'],
    hooks: refusing(
      'messages[0].content must be a string.',
      ({ role, content }) => role === 'system' && Array.isArray(content),
    ),
  },
  {
    id: 'participants-refused',
    kind: 'mutant',
    about: 'A message with a name is refused.',
    seen: ['CH-11'],
    apis: apis.chat,
    kills: ['prompt.counted/status'],
    also: ['prompt.counted/*'],
    hooks: refusing('Unknown member: messages[0].name.', (message) => 'name' in message),
  },
  {
    id: 'charset-refused',
    kind: 'mutant',
    about: 'A media type with a parameter is refused.',
    seen: ['ER-02'],
    kills: ['prompt.codings/charset-accepted'],
    hooks: {
      intercept: (given, call) =>
        /;\s*charset/iu.test(call.headers['content-type'] ?? '')
          ? json(415, {
              error: {
                message: 'Unsupported media type',
                type: 'invalid_request_error',
                param: null,
                code: null,
              },
            })
          : given,
    },
  },
]
