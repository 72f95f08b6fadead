/** Members of a Responses request (openai-openapi f85dbe2, CreateResponse). */
import {
  noParameters,
  type Conversation,
  type ToolDefinition,
  type Turn,
} from '../../model/conversation.ts'
import type { Members } from '../../model/json/shape.ts'

/** Smallest `max_output_tokens` that the API takes (bedrock-mantle and OGX refuse less with 400). */
const leastTokens = 16

/** The API has neither stop sequences nor a seed. */
export function isExpressible({ options }: Conversation): boolean {
  const { maxTokens, stop, seed } = options
  return stop === undefined && seed === undefined && (maxTokens ?? leastTokens) >= leastTokens
}

/** Everything but `model` and `stream`. */
export function responsesBody(conversation: Conversation): Members {
  const { maxTokens, temperature, topP } = conversation.options
  const { tools, toolChoice } = conversation
  const [first, ...later] = conversation.turns
  const instructions = first?.role === 'system' && later.length > 0 ? first.text : undefined
  return {
    input: inputOf(instructions === undefined ? conversation.turns : later),
    ...(instructions !== undefined && { instructions }),
    ...(maxTokens !== undefined && { max_output_tokens: maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(tools.length > 0 && { tools: tools.map(tool) }),
    ...(toolChoice !== undefined && { tool_choice: choice(toolChoice) }),
  }
}

/** A single question is sent as text, a history as items: servers read both. */
function inputOf(turns: readonly Turn[]): unknown {
  const [only, second] = turns
  if (only?.role === 'user' && second === undefined) return only.text
  return turns.flatMap(items)
}

/** The short form of a message: bedrock-mantle fails on `output_text` parts in an assistant turn. */
function items(turn: Turn): readonly Members[] {
  if (turn.role === 'tool') {
    return [{ type: 'function_call_output', call_id: turn.toolCallId, output: turn.result }]
  }
  if (turn.role !== 'assistant') return [{ role: turn.role, content: turn.text }]
  const calls = (turn.toolCalls ?? []).map((call) => ({
    type: 'function_call',
    call_id: call.id,
    name: call.name,
    arguments: JSON.stringify(call.arguments),
  }))
  if (turn.text === undefined && calls.length > 0) return calls
  return [{ role: 'assistant', content: turn.text ?? '' }, ...calls]
}

/** `strict` is on by default here and off in chat completions: off, so that both ask for the same. */
function tool({ name, description, parameters = noParameters }: ToolDefinition): Members {
  return {
    type: 'function',
    name,
    ...(description !== undefined && { description }),
    parameters,
    strict: false,
  }
}

function choice(toolChoice: string): unknown {
  if (['auto', 'none', 'required'].includes(toolChoice)) return toolChoice
  return { type: 'function', name: toolChoice }
}
