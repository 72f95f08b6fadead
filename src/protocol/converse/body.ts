/** Members of a Converse request (botocore bedrock-runtime 2023-09-30, ConverseRequest). */
import { append } from '../../model/lists/lists.ts'
import {
  noParameters,
  type CalledTool,
  type Conversation,
  type ToolDefinition,
  type Turn,
} from '../../model/conversation.ts'
import type { Members } from '../../model/json/shape.ts'

interface Message {
  readonly role: 'user' | 'assistant'
  readonly content: Members[]
  /** Whether it holds tool results, which must all stand in the one message after the calls. */
  readonly results: boolean
}

/** Converse has no seed, no choice of "no tool", and no choice without tools. */
export function converseExpresses(conversation: Conversation): boolean {
  const { options, tools, toolChoice } = conversation
  if (options.seed !== undefined) return false
  return toolChoice === undefined || (toolChoice !== 'none' && tools.length > 0)
}

/** System and developer turns become `system`, as AWS maps them for its OpenAI models. */
export function converseBody(conversation: Conversation): Members {
  const system = conversation.turns.filter(isInstruction)
  const inference = inferenceConfig(conversation)
  return {
    messages: messages(conversation.turns),
    ...(system.length > 0 && { system: system.map(({ text }) => ({ text })) }),
    ...(Object.keys(inference).length > 0 && { inferenceConfig: inference }),
    ...(conversation.tools.length > 0 && { toolConfig: toolConfig(conversation) }),
  }
}

function isInstruction(
  turn: Turn,
): turn is Turn & { readonly role: 'system' | 'developer'; readonly text: string } {
  return turn.role === 'system' || turn.role === 'developer'
}

/**
 * One message a turn. Tool results are user messages here, so neighbouring ones, and the user turn
 * after them, are one message: the service wants every result of a turn in the message that
 * follows the calls ("Expected toolResult blocks at messages.2.content for the following Ids").
 */
function messages(turns: readonly Turn[]): readonly Members[] {
  const list: Message[] = []
  for (const turn of turns) {
    if (isInstruction(turn)) continue
    const last = list.at(-1)
    const next = message(turn)
    if (last?.results === true && next.role === 'user') append(last.content, next.content)
    else list.push(next)
  }
  return list.map(({ role, content }) => ({ role, content }))
}

function message(turn: Exclude<Turn, { readonly role: 'system' }> | Turn): Message {
  if (turn.role === 'tool') {
    const toolResult = { toolUseId: turn.toolCallId, content: [{ text: turn.result }] }
    return { role: 'user', content: [{ toolResult }], results: true }
  }
  if (turn.role === 'assistant') {
    return { role: 'assistant', content: assistantBlocks(turn), results: false }
  }
  return { role: 'user', content: [{ text: turn.text }], results: false }
}

function assistantBlocks(turn: {
  readonly text?: string
  readonly toolCalls?: readonly CalledTool[]
}): Members[] {
  const text = turn.text === undefined ? [] : [{ text: turn.text }]
  const calls = (turn.toolCalls ?? []).map((call) => ({
    toolUse: { toolUseId: call.id, name: call.name, input: call.arguments },
  }))
  return [...text, ...calls]
}

function inferenceConfig(conversation: Conversation): Members {
  const { maxTokens, temperature, topP, stop } = conversation.options
  return {
    ...(maxTokens !== undefined && { maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(stop !== undefined && { stopSequences: stop }),
  }
}

function toolConfig(conversation: Conversation): Members {
  const { tools, toolChoice } = conversation
  return {
    tools: tools.map(toolSpec),
    ...(toolChoice !== undefined && { toolChoice: choice(toolChoice) }),
  }
}

function toolSpec(definition: ToolDefinition): Members {
  const { name, description, parameters = noParameters } = definition
  return {
    toolSpec: {
      name,
      ...(description !== undefined && { description }),
      inputSchema: { json: parameters },
    },
  }
}

function choice(toolChoice: string): Members {
  if (toolChoice === 'auto') return { auto: {} }
  return toolChoice === 'required' ? { any: {} } : { tool: { name: toolChoice } }
}
