/** Pieces of a conversation with tools never reach the model. */
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'
import { messages, refusing } from '../requests/edits.ts'
import { apis } from '../scopes.ts'
import { eachTurn, inInput, inTurns, type Edit, type Pieces } from './turns.ts'

/** Changes what `is` finds, from the second on. */
function afterFirst(pieces: Pieces, is: (piece: JsonObject) => boolean, edit: Edit) {
  const first = pieces.findIndex(is)
  return pieces.map((piece, at) => (at > first && is(piece) ? edit(piece) : piece))
}

function ofType(type: string): (block: JsonObject) => boolean {
  return (block) => block['type'] === type
}

function withMember(name: string): (block: JsonObject) => boolean {
  return (block) => name in block
}

/** The blocks without those of text, where there are others that `is` finds. */
function withoutText(blocks: Pieces, is: (block: JsonObject) => boolean): Pieces {
  return blocks.some(is) ? blocks.filter((block) => typeof block['text'] !== 'string') : blocks
}

const isText = (block: unknown): boolean => asObject(block)['type'] === 'text'
const isResult = ofType('tool_result')
const isToolMessage = (message: JsonObject): boolean => message['role'] === 'tool'
const isOutput = ofType('function_call_output')

function inResult(edit: Edit): Edit {
  return (block) => {
    const { toolResult } = block
    return isObject(toolResult) ? { ...block, toolResult: edit(toolResult) } : block
  }
}

const chat = { apis: apis.chat, kills: ['tool-history.chat/every-piece-counted'] }
const anthropic = {
  apis: apis.messages,
  kills: ['tool-history.messages/every-piece-counted'],
}
const responses = {
  apis: apis.responses,
  kills: ['tool-history.responses/every-piece-counted'],
}
const converse = {
  apis: apis.converse,
  kills: ['tool-history.converse/every-piece-counted'],
}

export const toolsHistory: readonly Deviation[] = [
  {
    id: 'tool-result-parts-lost',
    kind: 'mutant',
    about: 'The result of a tool arrives empty where it is a list of parts.',
    seen: ['TL-04'],
    ...chat,
    hooks: eachTurn((message) =>
      isToolMessage(message) && Array.isArray(message['content'])
        ? { ...message, content: '' }
        : message,
    ),
  },
  {
    id: 'assistant-parts-lost',
    kind: 'mutant',
    about: 'The text of the assistant arrives empty where it is a list of parts.',
    seen: ['CH-11'],
    ...chat,
    hooks: eachTurn((message) =>
      message['role'] === 'assistant' && Array.isArray(message['content'])
        ? { ...message, content: '' }
        : message,
    ),
  },
  {
    id: 'assistant-parts-refused',
    kind: 'mutant',
    about: 'A message of the assistant whose content is a list of parts is refused.',
    seen: ['CH-11'],
    apis: apis.chat,
    kills: ['prompt.counted/status'],
    hooks: refusing(
      'Input should be a valid string',
      (message) => message['role'] === 'assistant' && Array.isArray(message['content']),
    ),
  },
  {
    id: 'second-tool-result-lost',
    kind: 'mutant',
    about: 'Of two results of tools only the first arrives.',
    seen: ['TL-06'],
    ...chat,
    hooks: {
      request: messages((all) =>
        afterFirst(all, isToolMessage, (message) => ({ ...message, content: '' })),
      ),
    },
  },
  {
    id: 'text-beside-calls-lost',
    kind: 'mutant',
    about: "The assistant's text is dropped where it calls tools, too.",
    seen: ['xuan#152'],
    ...chat,
    hooks: eachTurn((message) =>
      Array.isArray(message['tool_calls']) ? { ...message, content: null } : message,
    ),
  },
  {
    id: 'message-result-blocks-lost',
    kind: 'mutant',
    about: 'The result of a tool arrives empty where it is a list of blocks.',
    seen: ['AM-01'],
    ...anthropic,
    hooks: inTurns('content', (blocks) =>
      blocks.map((block) =>
        isResult(block) && Array.isArray(block['content']) ? { ...block, content: '' } : block,
      ),
    ),
  },
  {
    id: 'message-results-lost-in-streams',
    kind: 'mutant',
    about: 'Results of tools arrive empty where the answer is streamed.',
    seen: ['AM-02'],
    apis: apis.messagesStreams,
    kills: ['tool-history.messages-streamed/same-prompt'],
    also: ['messages.tool-round-trip/*'],
    hooks: inTurns('content', (blocks) =>
      blocks.map((block) => (isResult(block) ? { ...block, content: '' } : block)),
    ),
  },
  {
    id: 'message-second-result-lost',
    kind: 'mutant',
    about: 'Of two tool_result blocks only the first arrives.',
    seen: ['AM-01'],
    ...anthropic,
    hooks: inTurns('content', (blocks) =>
      afterFirst(blocks, isResult, (block) => ({ ...block, content: '' })),
    ),
  },
  {
    id: 'message-text-beside-calls-lost',
    kind: 'mutant',
    about: 'Text beside tool_use blocks is dropped.',
    seen: ['new-api#6615'],
    ...anthropic,
    hooks: inTurns('content', (blocks) => withoutText(blocks, ofType('tool_use'))),
  },
  {
    id: 'message-text-beside-results-lost',
    kind: 'mutant',
    about: 'Text beside tool_result blocks is dropped.',
    seen: ['claudex#8'],
    ...anthropic,
    hooks: inTurns('content', (blocks) => withoutText(blocks, isResult)),
  },
  {
    id: 'invoke-blocks-lost',
    kind: 'mutant',
    about: 'Of the blocks of Claude InvokeModel passes on those of text alone.',
    seen: ['bifrost#5560'],
    apis: apis.invoke,
    kills: ['tool-history.invoke-results/message-usage', 'tool-history.invoke-results/uses-result'],
    hooks: {
      request: messages((turns) =>
        turns.flatMap((turn) => {
          const { content } = turn
          const kept = Array.isArray(content) ? content.filter(isText) : content
          return Array.isArray(kept) && kept.length === 0 ? [] : [{ ...turn, content: kept }]
        }),
      ),
    },
  },
  {
    id: 'responses-output-parts-lost',
    kind: 'mutant',
    about: 'The output of a call arrives empty where it is a list of parts.',
    seen: ['OpenAI Response'],
    ...responses,
    hooks: inInput((items) =>
      items.map((item) =>
        isOutput(item) && Array.isArray(item['output']) ? { ...item, output: '' } : item,
      ),
    ),
  },
  {
    id: 'responses-second-output-lost',
    kind: 'mutant',
    about: 'Of two outputs of calls only the first arrives.',
    seen: ['OpenAI Response'],
    ...responses,
    hooks: inInput((items) => afterFirst(items, isOutput, (item) => ({ ...item, output: '' }))),
  },
  {
    id: 'responses-output-text-lost',
    kind: 'mutant',
    about: "The assistant's text arrives empty where it is an output_text part.",
    seen: ['grafana-ai-sdk#207'],
    ...responses,
    also: ['responses.history/recall'],
    hooks: inInput((items) =>
      items.map((item) =>
        asArray(item['content']).some((part) => asObject(part)['type'] === 'output_text')
          ? { ...item, content: '' }
          : item,
      ),
    ),
  },
  {
    id: 'converse-json-result-lost',
    kind: 'mutant',
    about: 'The result of a tool arrives empty where it is JSON.',
    seen: ['CV-12'],
    ...converse,
    hooks: inTurns('content', (blocks) =>
      blocks.map(
        inResult((result) => ({
          ...result,
          content: asArray(result['content']).filter((part) => !('json' in asObject(part))),
        })),
      ),
    ),
  },
  {
    id: 'converse-second-result-lost',
    kind: 'mutant',
    about: 'Of two toolResult blocks only the first arrives.',
    seen: ['CV-12'],
    ...converse,
    hooks: inTurns('content', (blocks) =>
      afterFirst(
        blocks,
        withMember('toolResult'),
        inResult((result) => ({ ...result, content: [] })),
      ),
    ),
  },
  {
    id: 'converse-text-beside-calls-lost',
    kind: 'mutant',
    about: 'Text beside toolUse blocks is dropped.',
    seen: ['xuan#152'],
    ...converse,
    hooks: inTurns('content', (blocks) => withoutText(blocks, withMember('toolUse'))),
  },
  {
    id: 'converse-text-beside-results-lost',
    kind: 'mutant',
    about: 'Text beside toolResult blocks is dropped.',
    seen: ['claudex#8'],
    ...converse,
    hooks: inTurns('content', (blocks) => withoutText(blocks, withMember('toolResult'))),
  },
]
