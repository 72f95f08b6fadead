/** Calls that a conversation holds already, and the results that answer them, are mistaken. */
import type { JsonObject } from '../../../reference/call.ts'
import { refuse } from '../../../reference/call.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { asArray, asObject, asString, isObject } from '../../../reference/json.ts'
import { messages } from '../requests/edits.ts'
import { apis } from '../scopes.ts'

type Pieces = readonly JsonObject[]

/** Changes the items of a Responses input. */
function items(edit: (all: Pieces) => Pieces): (request: unknown) => unknown {
  return (request) => {
    const { input } = asObject(request)
    return Array.isArray(input)
      ? { ...asObject(request), input: edit(input.map(asObject)) }
      : request
  }
}

/** Gives the results the ids of the calls in the order of these, and leaves the ids aside. */
function inOrder(pieces: Pieces, ids: readonly unknown[], name: string, type: string): Pieces {
  const next = [...ids]
  return pieces.map((piece) =>
    piece['role'] === type || piece['type'] === type ? { ...piece, [name]: next.shift() } : piece,
  )
}

/** Changes the arguments of the calls of earlier messages. */
function earlierArguments(edit: (text: string) => string): Pick<Hooks, 'request'> {
  return {
    request: messages((all) =>
      all.map((message) =>
        Array.isArray(message['tool_calls'])
          ? {
              ...message,
              tool_calls: message['tool_calls'].map((call) => edited(call, edit)),
            }
          : message,
      ),
    ),
  }
}

function edited(call: unknown, edit: (text: string) => string): unknown {
  const made = asObject(asObject(call)['function'])
  const text = asString(made['arguments'])
  if (text === undefined) return call
  return { ...asObject(call), function: { ...made, arguments: edit(text) } }
}

/** Changes the blocks of the content of each message. */
function blocks(edit: (block: JsonObject) => JsonObject): Pick<Hooks, 'request'> {
  return {
    request: messages((all) =>
      all.map((message) =>
        Array.isArray(message['content'])
          ? {
              ...message,
              content: message['content'].map((block) => edit(asObject(block))),
            }
          : message,
      ),
    ),
  }
}

export const toolsEarlier: readonly Deviation[] = [
  {
    id: 'tool-results-in-order',
    kind: 'mutant',
    about: 'Results of tools are taken for those of the calls in their order, whatever their ids.',
    seen: ['TL-04'],
    apis: apis.chat,
    kills: ['tool-choice.result/by-id'],
    hooks: {
      request: messages((all) => {
        const calls = all.flatMap((message) => asArray(message['tool_calls']).map(asObject))
        return inOrder(
          all,
          calls.map(({ id }) => id),
          'tool_call_id',
          'tool',
        )
      }),
    },
  },
  {
    id: 'responses-outputs-in-order',
    kind: 'mutant',
    about: 'Outputs are taken for those of the calls in their order, whatever their ids.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses.tools/by-id'],
    hooks: {
      request: items((all) => {
        const calls = all.filter(({ type }) => type === 'function_call')
        return inOrder(
          all,
          calls.map((call) => call['call_id']),
          'call_id',
          'function_call_output',
        )
      }),
    },
  },
  {
    id: 'earlier-arguments-lost',
    kind: 'mutant',
    about: 'The arguments of earlier calls arrive empty.',
    seen: ['TL-04'],
    apis: apis.chat,
    kills: ['tool-history.chat/every-piece-counted', 'tool-choice.result/result-used'],
    also: ['tool-choice.result/by-id'],
    hooks: earlierArguments(() => '{}'),
  },
  {
    id: 'earlier-arguments-twice',
    kind: 'mutant',
    about: 'The arguments of earlier calls are encoded twice.',
    seen: ['dify#6913'],
    apis: apis.chat,
    kills: ['tool-choice.result/result-used'],
    also: ['tool-choice.result/by-id'],
    hooks: earlierArguments((text) => JSON.stringify(text)),
  },
  {
    id: 'responses-earlier-arguments-lost',
    kind: 'mutant',
    about: 'The arguments of earlier function_call items arrive empty.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['tool-history.responses/every-piece-counted'],
    also: ['responses.tools/by-id', 'responses.tools/result-used'],
    hooks: {
      request: items((all) =>
        all.map((item) => (item['type'] === 'function_call' ? { ...item, arguments: '{}' } : item)),
      ),
    },
  },
  {
    id: 'message-earlier-input-lost',
    kind: 'mutant',
    about: 'The input of earlier tool_use blocks arrives empty.',
    seen: ['AM-01'],
    apis: apis.messages,
    kills: ['tool-history.messages/every-piece-counted'],
    hooks: blocks((block) => (block['type'] === 'tool_use' ? { ...block, input: {} } : block)),
  },
  {
    id: 'converse-earlier-input-lost',
    kind: 'mutant',
    about: 'The input of earlier toolUse blocks arrives empty.',
    seen: ['CV-12'],
    apis: apis.converse,
    kills: ['tool-history.converse/every-piece-counted'],
    hooks: blocks((block) => {
      const { toolUse } = block
      return isObject(toolUse) ? { ...block, toolUse: { ...toolUse, input: {} } } : block
    }),
  },
  {
    id: 'ids-of-others-refused',
    kind: 'mutant',
    about: 'Earlier calls whose ids this server did not make are refused.',
    seen: ['TL-04'],
    apis: apis.chat,
    kills: ['tool-choice.result/accepted', 'tool-history.chat/status'],
    also: ['tool-choice.result/status', 'tool-history.chat/accepted'],
    hooks: {
      request: messages((all) => {
        const calls = all.flatMap((message) => asArray(message['tool_calls']).map(asObject))
        const isOwn = ({ id }: JsonObject) => String(id).startsWith('chatcmpl-tool-')
        return calls.every(isOwn) ? all : refuse(400, 'bad-request', 'Tool call id was invalid.')
      }),
    },
  },
  {
    id: 'empty-result-refused',
    kind: 'mutant',
    about: 'A result of a tool that is empty is refused.',
    seen: ['TL-04'],
    apis: apis.chat,
    kills: ['tool-history.chat/accepted'],
    hooks: {
      request: messages((all) =>
        all.some((message) => message['role'] === 'tool' && message['content'] === '')
          ? refuse(400, 'bad-request', 'The text field in the ContentBlock object is blank.')
          : all,
      ),
    },
  },
]
