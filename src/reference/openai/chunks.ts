/** A reply as OpenAI chunks (CreateChatCompletionStreamResponse). */
import type { Chunk, JsonObject } from '../answer.ts'
import type { CalledTool } from '../model/prompt.ts'
import type { Reply, ReplyChoice, TokenChance } from '../model/reply.ts'
import { tokenize } from '../model/tokens.ts'
import { finishReason, logprobsBody, toolCallId, usageBody, type Dialect } from './body.ts'
import type { ChatRequest } from './read.ts'

/** The terminator of an OpenAI stream. */
export const done = '[DONE]'

/** All chunks in order, with the usage chunk when it was asked for and the terminator. */
export function completionChunks(
  reply: Reply,
  request: Pick<ChatRequest, 'includeUsage' | 'obfuscate'>,
  dialect: Dialect,
): Chunk[] {
  const envelope = {
    id: `chatcmpl-${reply.id}`,
    object: 'chat.completion.chunk',
    created: reply.created,
    model: reply.model,
    service_tier: 'default',
    system_fingerprint: 'fp_reference',
  }
  const wrap = (choice: JsonObject): JsonObject => ({
    ...envelope,
    choices: [choice],
    ...(request.includeUsage && { usage: null }),
    ...(request.obfuscate && { obfuscation: 'x'.repeat(8 + (reply.created % 24)) }),
  })
  const rows = reply.choices.map((choice) => choiceChunks(choice, dialect))
  const chunks: Chunk[] = interleaved(rows).map(wrap)
  if (request.includeUsage) chunks.push({ ...envelope, choices: [], usage: usageBody(reply) })
  return [...chunks, done]
}

/** Interleaves the chunks of all choices, as choices that are generated in parallel arrive. */
function interleaved(rows: readonly (readonly JsonObject[])[]): JsonObject[] {
  const longest = Math.max(0, ...rows.map((row) => row.length))
  return Array.from({ length: longest }, (_, at) => rows.map((row) => row[at])).flatMap((column) =>
    column.filter((entry) => entry !== undefined),
  )
}

function choiceChunks(choice: ReplyChoice, dialect: Dialect): JsonObject[] {
  const chunk = (delta: JsonObject, more: JsonObject = {}): JsonObject => ({
    index: choice.index,
    delta,
    logprobs: null,
    finish_reason: null,
    ...more,
  })
  return [
    chunk({ role: 'assistant', content: '' }),
    ...(dialect.reasoningMember ? split(choice.reasoning) : []).map((text) =>
      chunk({ reasoning: text }),
    ),
    ...contentChunks(choice, chunk),
    ...choice.toolCalls
      .flatMap((called, index) => toolDeltas(called, index))
      .map((delta) => chunk(delta)),
    chunk({}, { finish_reason: finishReason(choice) }),
  ]
}

type MakeChunk = (delta: JsonObject, more?: JsonObject) => JsonObject

function contentChunks(choice: ReplyChoice, chunk: MakeChunk): JsonObject[] {
  if (!choice.logprobs) return split(choice.text).map((text) => chunk({ content: text }))
  return pairs(choice.logprobs).map((chances) =>
    chunk({ content: chances.map((c) => c.token).join('') }, { logprobs: logprobsBody(chances) }),
  )
}

function pairs(chances: readonly TokenChance[]): TokenChance[][] {
  const rows: TokenChance[][] = []
  for (let at = 0; at < chances.length; at += 2) rows.push(chances.slice(at, at + 2))
  return rows
}

/** The id and name once, the arguments in fragments that join to JSON. */
function toolDeltas(called: CalledTool, index: number): JsonObject[] {
  const first = {
    index,
    id: toolCallId(called),
    type: 'function',
    function: { name: called.name, arguments: '' },
  }
  const rest = split(called.arguments).map((text) => ({ index, function: { arguments: text } }))
  return [first, ...rest].map((entry) => ({ tool_calls: [entry] }))
}

/** A text in the pieces in which a model would give it: two tokens at a time, short ones and line feeds singly. */
export function split(text: string): string[] {
  const tokens = tokenize(text)
  const size = tokens.length > 16 ? 2 : 1
  const parts: string[] = []
  for (let at = 0; at < tokens.length;) {
    const pair = tokens.slice(at, at + size)
    const taken = pair.includes('\n') ? pair.slice(0, 1) : pair
    parts.push(taken.join(''))
    at += taken.length
  }
  return parts
}
