/** Invalid chat completion requests are accepted. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'
import { without } from '../edits/members.ts'
import { apis } from '../scopes.ts'
import { asking, defaultModel, eachMessage, replacing } from './edits.ts'

function clamp(low: number, high: number) {
  return (value: unknown): unknown =>
    typeof value === 'number' ? Math.min(high, Math.max(low, value)) : 1
}

const knownRoles = ['developer', 'system', 'user', 'assistant', 'tool']

const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh']

export const requestsAccepted: readonly Deviation[] = [
  {
    id: 'sampling-unchecked',
    kind: 'mutant',
    about: 'Temperature and top_p out of range are clamped.',
    seen: ['SP-02'],
    apis: apis.chat,
    kills: ['range.outside/refused'],
    hooks: asking((request) =>
      replacing(replacing(request, 'temperature', clamp(0, 2)), 'top_p', clamp(0, 1)),
    ),
  },
  {
    id: 'limit-unchecked',
    kind: 'mutant',
    about: 'A limit that is not a positive number is ignored.',
    seen: ['SP-10', 'ogx#3667'],
    apis: apis.chat,
    kills: ['limits.out-of-range/refused'],
    hooks: asking((request) =>
      Number.isInteger(request['max_tokens']) && Number(request['max_tokens']) > 0
        ? request
        : without(request, 'max_tokens'),
    ),
  },
  {
    id: 'penalties-unchecked',
    kind: 'mutant',
    about: 'Penalties and biases out of range are accepted.',
    seen: ['SP-09'],
    apis: apis.chat,
    kills: ['range.penalties-outside/refused'],
    hooks: asking((request) =>
      without(request, 'frequency_penalty', 'presence_penalty', 'logit_bias'),
    ),
  },
  {
    id: 'role-unchecked',
    kind: 'mutant',
    about: 'An unknown role is accepted as user.',
    seen: ['ER-04'],
    apis: apis.chat,
    kills: ['bad-requests.unknown-role/refused'],
    also: ['*/error-content-type'],
    hooks: asking((request) =>
      eachMessage(request, (message) =>
        knownRoles.includes(String(message['role'])) ? message : { ...message, role: 'user' },
      ),
    ),
  },
  {
    id: 'content-unchecked',
    kind: 'mutant',
    about: 'A message without content is accepted as empty.',
    seen: ['ER-04'],
    apis: apis.chat,
    kills: ['bad-requests.no-content/refused'],
    hooks: asking((request) =>
      eachMessage(request, (message) =>
        message['content'] === undefined ? { ...message, content: '' } : message,
      ),
    ),
  },
  {
    id: 'messages-unchecked',
    kind: 'mutant',
    about: 'A request without messages is answered as a greeting.',
    seen: ['ER-03'],
    apis: apis.chat,
    kills: ['bad-requests.no-messages/refused'],
    hooks: asking((request) =>
      asArray(request['messages']).length > 0
        ? request
        : { ...request, messages: [{ role: 'user', content: 'Hello' }] },
    ),
  },
  {
    id: 'model-unchecked',
    kind: 'mutant',
    about: 'A request without model is answered by a default one.',
    seen: ['ER-06', 'D20'],
    apis: apis.chat,
    kills: ['bad-requests.no-model/refused', 'bad-requests.no-model-named/not-granted'],
    also: ['bad-requests.no-model-named/*'],
    hooks: asking((request, call) =>
      typeof request['model'] === 'string' ? request : { ...request, model: defaultModel(call) },
    ),
  },
  {
    id: 'model-of-a-number',
    kind: 'mutant',
    about: 'A request whose model is no text is answered by a default one.',
    seen: ['ER-06', 'D20'],
    apis: apis.chat,
    kills: ['bad-requests.no-model-named/refused'],
    also: ['bad-requests.no-model/*'],
    hooks: asking((request, call) =>
      typeof request['model'] === 'number' ? { ...request, model: defaultModel(call) } : request,
    ),
  },
  {
    id: 'picture-dropped',
    kind: 'mutant',
    about: 'An image for a model without vision is ignored.',
    seen: ['ER-09'],
    apis: apis.chat,
    kills: ['bad-requests.image/refused'],
    hooks: asking((request) =>
      eachMessage(request, (message) =>
        Array.isArray(message['content'])
          ? {
              ...message,
              content: message['content'].filter((part) => asObject(part)['type'] === 'text'),
            }
          : message,
      ),
    ),
  },
  {
    id: 'tools-unchecked',
    kind: 'mutant',
    about: 'Invalid tools, and a tool choice without tools, are ignored.',
    seen: ['TL-09'],
    apis: apis.chat,
    kills: ['tool-choice.invalid/refused'],
    hooks: asking((request) => {
      const tools = asArray(request['tools']).filter(
        (tool) =>
          asObject(tool)['type'] === 'function' &&
          typeof asObject(asObject(tool)['function'])['parameters'] !== 'string',
      )
      return tools.length > 0 ? { ...request, tools } : without(request, 'tools', 'tool_choice')
    }),
  },
  {
    id: 'format-unchecked',
    kind: 'mutant',
    about: 'An unknown format is ignored.',
    seen: ['SO-03'],
    apis: apis.chat,
    kills: ['structured.invalid/refused'],
    hooks: asking((request) => {
      const format = asObject(request['response_format'])
      const schema = asObject(format['json_schema'])['schema']
      const isKnown = format['type'] === 'json_object' || isObject(schema)
      return isKnown ? request : without(request, 'response_format')
    }),
  },
  {
    id: 'effort-unchecked',
    kind: 'mutant',
    about: 'Any value of `reasoning_effort` is accepted.',
    seen: ['RZ-03', 'D39'],
    apis: apis.chat,
    kills: ['effort.levels/refused'],
    hooks: asking((request) =>
      replacing(request, 'reasoning_effort', (effort) =>
        efforts.includes(String(effort)) ? effort : 'medium',
      ),
    ),
  },
  {
    id: 'overflow-shortened',
    kind: 'mutant',
    about: 'A prompt that is too long is shortened without an error.',
    seen: ['CX-07', 'OAI context_length_exceeded'],
    apis: apis.chat,
    kills: ['limits.overflow/refused'],
    hooks: asking((request) =>
      eachMessage(request, (message) =>
        replacing(message, 'content', (text) =>
          typeof text === 'string' ? text.slice(0, 300_000) : text,
        ),
      ),
    ),
  },
]
