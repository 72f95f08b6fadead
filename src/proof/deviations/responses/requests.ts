/** What a Responses request says is ignored, or accepted although it is wrong. */
import { refuse, type JsonObject } from '../../../reference/answer.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { apis } from '../scopes.ts'

function inRequest(edit: (body: JsonObject) => JsonObject): Pick<Hooks, 'request'> {
  return { request: (body) => edit(asObject(body)) }
}

/** Requests without a member, as a server reads them that ignores it. */
function ignoring(name: string): Pick<Hooks, 'request'> {
  return inRequest(({ [name]: _, ...body }) => body)
}

export const responsesRequests: readonly Deviation[] = [
  {
    id: 'responses-efforts-break',
    kind: 'mutant',
    about: 'A reasoning effort other than low is answered 500.',
    seen: ['OpenAI Response', 'D56'],
    apis: apis.responses,
    kills: ['responses.efforts/accepted'],
    also: ['*/no-server-error', '*/refused', 'responses.efforts/*'],
    hooks: inRequest((body) => {
      const { effort = 'low' } = asObject(body['reasoning'])
      return effort === 'low' ? body : refuse(500, 'server', 'effort')
    }),
  },
  {
    id: 'responses-limit-ignored',
    kind: 'mutant',
    about: 'max_output_tokens is ignored.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses.small-budget/within-budget'],
    also: [
      '*/says-length',
      '*/within-budget',
      '*/limit-kept',
      'responses-errors.*',
      'limits.*',
      '*/refused',
    ],
    hooks: ignoring('max_output_tokens'),
  },
  {
    id: 'responses-limit-unchecked',
    kind: 'mutant',
    about: 'max_output_tokens below 16 is raised in silence.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses-errors.parameters/*'],
    hooks: inRequest((body) =>
      Number(body['max_output_tokens']) < 16 ? { ...body, max_output_tokens: 16 } : body,
    ),
  },
  {
    id: 'responses-instructions-ignored',
    kind: 'mutant',
    about: 'instructions are no part of the prompt.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses.instructions/prompt-grows'],
    also: ['*/obeyed', '*/held', '*/prompt-grows', '*/shows-json-load', '*/echo'],
    hooks: ignoring('instructions'),
  },
  {
    id: 'responses-tools-ignored',
    kind: 'mutant',
    about: 'Tools are ignored.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses.tools/required.called'],
    also: ['tool*', 'responses.*', 'responses-state.*', 'responses-errors.*', '*/echo'],
    hooks: inRequest(({ tools: _, tool_choice: __, ...body }) => body),
  },
  {
    id: 'responses-tool-choice-ignored',
    kind: 'mutant',
    about: 'tool_choice is ignored, and repeated as auto.',
    seen: ['aws-samples responses'],
    apis: apis.responses,
    kills: ['responses.tools/none.not-called'],
    also: ['tool*', '*/echo', 'responses.tools/*'],
    hooks: ignoring('tool_choice'),
  },
  {
    id: 'responses-format-ignored',
    kind: 'mutant',
    about: 'text.format is ignored.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses.json-schema/fits'],
    also: ['*/echo', 'responses-errors.parameters/*'],
    hooks: ignoring('text'),
  },
  {
    id: 'responses-parts-uncounted',
    kind: 'mutant',
    about: 'A message in parts is read as an empty one.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses.items/same-prompt'],
    also: ['responses.*'],
    hooks: inRequest((body) => ({
      ...body,
      ...(Array.isArray(body['input']) && {
        input: body['input'].map((item) =>
          Array.isArray(asObject(item)['content']) ? { ...asObject(item), content: '' } : item,
        ),
      }),
    })),
  },
  {
    id: 'responses-easy-message-recounted',
    kind: 'mutant',
    about: 'A message without a type is read as if it were quoted.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses.items/message.same-prompt'],
    also: ['responses.*', 'responses-state.*'],
    hooks: inRequest((body) => ({
      ...body,
      ...(Array.isArray(body['input']) && {
        input: body['input'].map((item) =>
          'type' in asObject(item) || typeof asObject(item)['content'] !== 'string'
            ? item
            : { ...asObject(item), content: `The user says: ${String(asObject(item)['content'])}` },
        ),
      }),
    })),
  },
  {
    id: 'responses-history-ignored',
    kind: 'mutant',
    about: 'Only the last item of the input is read.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['conversation.recalls-a-name/*'],
    also: ['*'],
    hooks: inRequest((body) => ({
      ...body,
      ...(Array.isArray(body['input']) && { input: asArray(body['input']).slice(-1) }),
    })),
  },
  {
    id: 'responses-reasoning-refused',
    kind: 'mutant',
    about: 'A reasoning item that comes back is refused.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses.encrypted-reasoning/back.accepted'],
    hooks: inRequest((body) => ({
      ...body,
      ...(Array.isArray(body['input']) && {
        input: body['input'].map((item) =>
          asObject(item)['type'] === 'reasoning' ? { type: 'unknown' } : item,
        ),
      }),
    })),
  },
  {
    id: 'responses-history-items-refused',
    kind: 'mutant',
    about: 'An output item that comes back is refused.',
    seen: ['grafana-ai-sdk#207'],
    apis: apis.responses,
    kills: ['responses.history/*'],
    also: ['tool-history.responses/*'],
    hooks: inRequest((body) => ({
      ...body,
      ...(Array.isArray(body['input']) && {
        input: body['input'].map((item) =>
          asObject(item)['status'] === undefined ? item : { type: 'unknown' },
        ),
      }),
    })),
  },
  {
    id: 'responses-output-parts-refused',
    kind: 'mutant',
    about: 'The output of a call is refused if it is a list of parts.',
    seen: ['llama.cpp#23465'],
    apis: apis.responses,
    kills: ['tool-history.responses/accepted'],
    hooks: inRequest((body) =>
      asArray(body['input']).some((item) => Array.isArray(asObject(item)['output']))
        ? refuse(400, 'bad-request', 'Output of tool call should be a text.')
        : body,
    ),
  },
  {
    id: 'responses-input-unchecked',
    kind: 'mutant',
    about: 'A request without input is answered.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses-errors.no-input/*'],
    also: ['responses-errors.*'],
    hooks: inRequest((body) => ({
      ...body,
      ...((body['input'] ?? null) === null && { input: 'Hello' }),
      ...(asArray(body['input']).length === 0 &&
        Array.isArray(body['input']) && { input: 'Hello' }),
    })),
  },
  {
    id: 'responses-tools-unchecked',
    kind: 'mutant',
    about: 'Tools of another form are dropped in silence.',
    seen: ['omlx#3371'],
    apis: apis.responses,
    kills: ['responses-errors.tools/*'],
    hooks: inRequest((body) => ({
      ...body,
      ...(Array.isArray(body['tools']) && {
        tools: body['tools'].filter(
          (tool) => asObject(tool)['type'] === 'function' && 'name' in asObject(tool),
        ),
      }),
    })),
  },
  {
    id: 'responses-enumerations-unchecked',
    kind: 'mutant',
    about: 'Values that do not exist are ignored.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses-errors.parameters/*'],
    also: ['*/echo', 'responses.*'],
    hooks: inRequest(({ include: _, truncation: __, reasoning: ___, ...body }) => body),
  },
  {
    id: 'responses-roles-unchecked',
    kind: 'mutant',
    about: 'The role of a message is not looked at.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses-errors.input/*'],
    also: ['*'],
    hooks: inRequest((body) => ({
      ...body,
      ...(Array.isArray(body['input']) && {
        input: body['input'].map((item) =>
          typeof asObject(item)['role'] === 'string' ? { ...asObject(item), role: 'user' } : item,
        ),
      }),
    })),
  },
]
