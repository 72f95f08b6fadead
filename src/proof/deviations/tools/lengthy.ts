/** Conversations in which tools were used lose the end of a long result, or what stands before all; calls are cut. */
import { randomUUID } from 'node:crypto'
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'
import { without } from '../edits/members.ts'
import { sentIn } from '../edits/sent.ts'
import { asking, refusing, replacing } from '../requests/edits.ts'
import { apis } from '../scopes.ts'

type EditText = (text: string) => string

/** Characters of a result that such a server passes on. */
const passedOn = 2000

function isResult(piece: JsonObject): boolean {
  const { role, type, content } = piece
  return (
    role === 'tool' ||
    type === 'function_call_output' ||
    asArray(content)
      .map(asObject)
      .some((block) => block['type'] === 'tool_result' || 'toolResult' in block)
  )
}

/** Changes the texts of what a result holds: one text, parts of text, or JSON. */
function inTexts(content: unknown, edit: EditText): unknown {
  if (typeof content === 'string') return edit(content)
  if (!Array.isArray(content)) return content
  return content.map((part: unknown) => {
    if (!isObject(part)) return part
    if (typeof part['text'] === 'string') return { ...part, text: edit(part['text']) }
    return 'json' in part ? { text: edit(JSON.stringify(part['json'])) } : part
  })
}

function inBlock(block: JsonObject, edit: EditText): JsonObject {
  if (block['type'] === 'tool_result') {
    return { ...block, content: inTexts(block['content'], edit) }
  }
  const { toolResult } = block
  return isObject(toolResult)
    ? { ...block, toolResult: { ...toolResult, content: inTexts(toolResult['content'], edit) } }
    : block
}

function inPiece(piece: JsonObject, edit: EditText): JsonObject {
  const { role, type, content } = piece
  if (role === 'tool') return { ...piece, content: inTexts(content, edit) }
  if (type === 'function_call_output') {
    return { ...piece, output: inTexts(piece['output'], edit) }
  }
  return Array.isArray(content)
    ? { ...piece, content: content.map((block) => inBlock(asObject(block), edit)) }
    : piece
}

/** Changes the pieces of a conversation: its messages, or the items of its input. */
function inPieces(request: JsonObject, edit: (pieces: readonly JsonObject[]) => unknown) {
  const edited = (pieces: unknown) => (Array.isArray(pieces) ? edit(pieces.map(asObject)) : pieces)
  return replacing(replacing(request, 'messages', edited), 'input', edited)
}

function hasResults(request: JsonObject): boolean {
  return [...asArray(request['messages']), ...asArray(request['input'])]
    .map(asObject)
    .some(isResult)
}

function isOfSystem({ role }: JsonObject): boolean {
  return role === 'system' || role === 'developer'
}

/** Whether a message has a block with the result of a tool for which this holds. */
function withResult(is: (result: JsonObject) => boolean) {
  return ({ content }: JsonObject): boolean =>
    asArray(content)
      .map(asObject)
      .some((block) => block['type'] === 'tool_result' && is(block))
}

const conversations = [...apis.chat, ...apis.responses, ...apis.messages, ...apis.converse]

/** What servers give as the call that the limit of tokens cut. */
const cutCalls = [
  {
    id: 'cut-call-as-whole',
    kind: 'mutant',
    about: 'A call that the limit of tokens cut is given as if it were whole.',
    kills: ['tool-history.chat/says-length', 'tool-history.chat/arguments-json'],
    also: ['tool-history.chat/tool-call-chunks'],
    finish: 'tool',
    given: '{"city":"Par',
  },
  {
    id: 'cut-call-mended',
    kind: 'mutant',
    about: 'A call that the limit of tokens cut is mended, and said to be whole.',
    kills: ['tool-history.chat/says-length'],
    finish: 'tool',
    given: '{"city":"Par"}',
  },
  {
    id: 'cut-call-in-part',
    kind: 'oddity',
    about: 'Of a call that the limit of tokens cut the first part is given.',
    sees: ['tool-history.chat/*'],
    finish: 'length',
    given: '{"city":"Par',
  },
] as const

export const toolsLengthy: readonly Deviation[] = [
  {
    id: 'results-cut',
    kind: 'mutant',
    about: 'Of a long result of a tool only the beginning reaches the model.',
    seen: ['TL-04', 'CV-12', 'AM-01'],
    apis: conversations,
    kills: [
      'tool-choice.result/result-used',
      'responses.tools/result-used',
      'responses-state.tool-result/result-used',
      'messages.tool-round-trip/uses-result',
      'tool-history.converse-results/by-id',
      'tool-history.invoke-results/uses-result',
    ],
    also: ['assert:usage-compare', '*/by-id', '*/message-usage', '*/usage'],
    hooks: asking((request) =>
      inPieces(request, (pieces) =>
        pieces.map((piece) => inPiece(piece, (text) => text.slice(0, passedOn))),
      ),
    ),
  },
  {
    id: 'system-dropped-behind-results',
    kind: 'mutant',
    about: 'The system prompt is dropped from conversations with results of tools.',
    seen: ['TL-04', 'CV-12', 'AM-01'],
    apis: conversations,
    kills: [
      'tool-history.chat/every-piece-counted',
      'tool-history.responses/every-piece-counted',
      'tool-history.messages/every-piece-counted',
      'tool-history.converse/every-piece-counted',
    ],
    also: ['assert:usage-compare', '*/echo'],
    hooks: asking((request) =>
      hasResults(request)
        ? inPieces(asObject(without(request, 'system', 'instructions')), (pieces) =>
            pieces.filter((piece) => !isOfSystem(piece)),
          )
        : request,
    ),
  },
  ...cutCalls.map(({ finish, given, ...rest }): Deviation => ({
    ...rest,
    seen: ['vllm#46303', 'D05'],
    apis: apis.chat,
    hooks: {
      reply: (reply, call) => {
        const { tools, tool_choice: choice } = sentIn(call)
        const { name } = asObject(asObject(asArray(tools)[0])['function'])
        if (typeof name !== 'string' || choice !== 'required') return reply
        const toolCalls = [{ id: randomUUID(), name, arguments: given }]
        const choices = reply.choices.map((choice) =>
          choice.finish === 'length' ? { ...choice, toolCalls, finish } : choice,
        )
        return { ...reply, choices }
      },
    },
  })),
  {
    id: 'message-failed-results-refused',
    kind: 'mutant',
    about: 'A tool_result with is_error is refused.',
    seen: ['AM-01'],
    apis: apis.messages,
    kills: ['tool-history.messages/accepted'],
    also: ['tool-history.*'],
    hooks: refusing(
      'is_error: Extra inputs are not permitted',
      withResult((result) => 'is_error' in result),
    ),
  },
  {
    id: 'message-results-without-content-refused',
    kind: 'mutant',
    about: 'A tool_result without content is refused.',
    seen: ['AM-01'],
    apis: apis.messages,
    kills: ['tool-history.messages/accepted'],
    also: ['tool-history.*'],
    hooks: refusing(
      'tool_result.content: Field required',
      withResult((result) => !('content' in result)),
    ),
  },
]
