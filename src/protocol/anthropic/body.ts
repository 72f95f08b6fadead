/** Members of an Anthropic Messages request (@anthropic-ai/sdk 1.14.0, MessageCreateParams). */
import {
  noParameters,
  type CalledTool,
  type Conversation,
  type ToolDefinition,
  type Turn,
} from '../../model/conversation.ts'
import type { Members } from '../../model/json/shape.ts'

/** `max_tokens` is required: what a conversation without a limit is given. */
const defaultLimit = 2048

interface Message {
  readonly role: 'user' | 'assistant'
  readonly content: readonly Members[]
  /** Whether it holds tool results, which must all stand in the one message after the calls. */
  readonly results: boolean
}

/** Messages has no seed, and no choice of a tool without tools. */
export function anthropicExpresses({ options, tools, toolChoice }: Conversation): boolean {
  return options.seed === undefined && (toolChoice === undefined || tools.length > 0)
}

/** What a token count is asked for: everything but `model`, `max_tokens`, `stream` and sampling. */
export function anthropicPrompt(conversation: Conversation): Members {
  const { tools, toolChoice, turns } = conversation
  const system = turns.filter(isInstruction).map(({ text }) => text)
  return {
    messages: messages(turns),
    ...(system.length > 0 && { system: system.join('\n\n') }),
    ...(tools.length > 0 && { tools: tools.map(tool) }),
    ...(toolChoice !== undefined && { tool_choice: choice(toolChoice) }),
  }
}

/** Everything but `model` and `stream`. System and developer turns become `system`. */
export function anthropicBody(conversation: Conversation): Members {
  const { maxTokens = defaultLimit, temperature, topP, stop } = conversation.options
  return {
    max_tokens: maxTokens,
    ...anthropicPrompt(conversation),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(stop !== undefined && { stop_sequences: stop }),
  }
}

type Instruction = Turn & { readonly role: 'system' | 'developer'; readonly text: string }

function isInstruction(turn: Turn): turn is Instruction {
  return turn.role === 'system' || turn.role === 'developer'
}

/** Tool results are content of a user message: neighbouring ones, and the user turn after them, are one. */
function messages(turns: readonly Turn[]): readonly Members[] {
  const list: Message[] = []
  for (const turn of turns) {
    if (isInstruction(turn)) continue
    const last = list.at(-1)
    const next = message(turn)
    if (last?.results === true && next.role === 'user') {
      list.splice(-1, 1, { ...last, content: [...last.content, ...next.content] })
    } else list.push(next)
  }
  return list.map(({ role, content }) => ({ role, content }))
}

function message(turn: Turn): Message {
  if (turn.role === 'tool') {
    const { toolCallId, result } = turn
    const content = [{ type: 'tool_result', tool_use_id: toolCallId, content: result }]
    return { role: 'user', content, results: true }
  }
  if (turn.role !== 'assistant')
    return { role: 'user', content: [textBlock(turn.text)], results: false }
  const spoken = turn.text === undefined ? [] : [textBlock(turn.text)]
  return {
    role: 'assistant',
    content: [...spoken, ...(turn.toolCalls ?? []).map(toolUse)],
    results: false,
  }
}

function textBlock(value: string): Members {
  return { type: 'text', text: value }
}

function toolUse(call: CalledTool): Members {
  return { type: 'tool_use', id: call.id, name: call.name, input: call.arguments }
}

function tool({ name, description, parameters = noParameters }: ToolDefinition): Members {
  return { name, ...(description !== undefined && { description }), input_schema: parameters }
}

function choice(toolChoice: string): Members {
  if (toolChoice === 'auto' || toolChoice === 'none') return { type: toolChoice }
  return toolChoice === 'required' ? { type: 'any' } : { type: 'tool', name: toolChoice }
}
