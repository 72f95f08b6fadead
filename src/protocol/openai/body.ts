/** Members of an OpenAI chat completion request (openai-openapi, CreateChatCompletionRequest). */
import type { Conversation, ToolDefinition, Turn } from '../../model/conversation.ts'
import type { Members } from '../../model/json/shape.ts'

/** Everything but `model` and `stream`; `limit` is the member that carries the token limit. */
export function openAiBody(
  conversation: Conversation,
  limit: 'max_tokens' | 'max_completion_tokens',
): Members {
  const { maxTokens, temperature, topP, stop, seed } = conversation.options
  const { tools, toolChoice } = conversation
  return {
    messages: conversation.turns.map(message),
    ...(maxTokens !== undefined && { [limit]: maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(stop !== undefined && { stop }),
    ...(seed !== undefined && { seed }),
    ...(tools.length > 0 && { tools: tools.map(tool) }),
    ...(toolChoice !== undefined && { tool_choice: choice(toolChoice) }),
  }
}

function message(turn: Turn): Members {
  if (turn.role === 'tool') {
    return { role: 'tool', tool_call_id: turn.toolCallId, content: turn.result }
  }
  if (turn.role !== 'assistant') return { role: turn.role, content: turn.text }
  const calls = turn.toolCalls ?? []
  if (calls.length === 0) return { role: 'assistant', content: turn.text ?? '' }
  return {
    role: 'assistant',
    content: turn.text ?? null,
    tool_calls: calls.map((call) => ({
      id: call.id,
      type: 'function',
      function: { name: call.name, arguments: JSON.stringify(call.arguments) },
    })),
  }
}

function tool(definition: ToolDefinition): Members {
  const { name, description, parameters } = definition
  return {
    type: 'function',
    function: {
      name,
      ...(description !== undefined && { description }),
      ...(parameters && { parameters }),
    },
  }
}

function choice(toolChoice: string): unknown {
  if (['auto', 'none', 'required'].includes(toolChoice)) return toolChoice
  return { type: 'function', function: { name: toolChoice } }
}
