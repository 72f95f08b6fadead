/** Calls that a conversation holds already, and the results that answer them, are mistaken. */
import { refuse, type JsonObject } from '../../../reference/answer.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { asArray, asObject, asString, isObject } from '../../../reference/json.ts'
import { messages, refusing } from '../requests/edits.ts'
import { apis } from '../scopes.ts'
import { inInput, inTurns, type Pieces } from './turns.ts'

/** Gives the results the ids of the calls in the order of these, and leaves the ids aside. */
function inOrder(pieces: Pieces, ids: readonly unknown[], name: string, type: string): Pieces {
  const next = [...ids]
  return pieces.map((piece) =>
    piece['role'] === type || piece['type'] === type ? { ...piece, [name]: next.shift() } : piece,
  )
}

function callsIn(all: Pieces): Pieces {
  return all.flatMap((message) => asArray(message['tool_calls']).map(asObject))
}

/** Changes the arguments of the calls of earlier messages. */
function earlierArguments(edit: (text: string) => string): Pick<Hooks, 'request'> {
  return inTurns('tool_calls', (calls) => calls.map((call) => edited(call, edit)))
}

function edited(call: JsonObject, edit: (text: string) => string): JsonObject {
  const made = asObject(call['function'])
  const text = asString(made['arguments'])
  return text === undefined ? call : { ...call, function: { ...made, arguments: edit(text) } }
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
        const ids = callsIn(all).map(({ id }) => id)
        return inOrder(all, ids, 'tool_call_id', 'tool')
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
    hooks: inInput((items) => {
      const calls = items.filter(({ type }) => type === 'function_call')
      const ids = calls.map((call) => call['call_id'])
      return inOrder(items, ids, 'call_id', 'function_call_output')
    }),
  },
  {
    id: 'message-results-in-order',
    kind: 'mutant',
    about:
      'tool_result blocks are taken for those of the calls in their order, whatever their ids.',
    seen: ['AM-01'],
    apis: apis.anthropic,
    kills: ['messages.tool-round-trip/by-id'],
    hooks: {
      request: messages((all) => {
        const blocks = all.flatMap(({ content }) => asArray(content).map(asObject))
        const ids = blocks.filter(({ type }) => type === 'tool_use').map(({ id }) => id)
        return all.map((message) => {
          const { content } = message
          if (!Array.isArray(content)) return message
          const matched = inOrder(content.map(asObject), ids, 'tool_use_id', 'tool_result')
          return { ...message, content: matched }
        })
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
    hooks: inInput((items) =>
      items.map((item) => (item['type'] === 'function_call' ? { ...item, arguments: '{}' } : item)),
    ),
  },
  {
    id: 'message-earlier-input-lost',
    kind: 'mutant',
    about: 'The input of earlier tool_use blocks arrives empty.',
    seen: ['AM-01'],
    apis: apis.messages,
    kills: ['tool-history.messages/every-piece-counted'],
    hooks: inTurns('content', (blocks) =>
      blocks.map((block) => (block['type'] === 'tool_use' ? { ...block, input: {} } : block)),
    ),
  },
  {
    id: 'converse-earlier-input-lost',
    kind: 'mutant',
    about: 'The input of earlier toolUse blocks arrives empty.',
    seen: ['CV-12'],
    apis: apis.converse,
    kills: ['tool-history.converse/every-piece-counted'],
    hooks: inTurns('content', (blocks) =>
      blocks.map((block) => {
        const { toolUse } = block
        return isObject(toolUse) ? { ...block, toolUse: { ...toolUse, input: {} } } : block
      }),
    ),
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
        const isOwn = ({ id }: JsonObject) => String(id).startsWith('chatcmpl-tool-')
        return callsIn(all).every(isOwn)
          ? all
          : refuse(400, 'bad-request', 'Tool call id was invalid.')
      }),
    },
  },
  {
    id: 'message-result-blocks-refused',
    kind: 'mutant',
    about: 'A tool_result whose content is a list of blocks is refused.',
    seen: ['AM-01'],
    apis: apis.anthropic,
    kills: ['tool-history.messages/accepted'],
    hooks: refusing('content: Input should be a valid string', ({ content }) =>
      asArray(content).some((block) => Array.isArray(asObject(block)['content'])),
    ),
  },
  {
    id: 'empty-result-refused',
    kind: 'mutant',
    about: 'A result of a tool that is empty is refused.',
    seen: ['TL-04'],
    apis: apis.chat,
    kills: ['tool-history.chat/accepted'],
    hooks: refusing(
      'The text field in the ContentBlock object is blank.',
      ({ role, content }) => role === 'tool' && content === '',
    ),
  },
  {
    id: 'history-needs-tools',
    kind: 'mutant',
    about: 'A history with calls is refused where no tools are offered again.',
    seen: ['TL-04'],
    apis: apis.chat,
    kills: ['tool-history.chat/accepted'],
    hooks: {
      request: (request) => {
        const { messages: all, tools } = asObject(request)
        return tools === undefined && callsIn(asArray(all).map(asObject)).length > 0
          ? refuse(400, 'bad-request', 'toolConfig must be defined beside toolUse blocks.')
          : request
      },
    },
  },
]
