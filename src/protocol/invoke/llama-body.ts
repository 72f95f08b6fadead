/** InvokeModel body of Meta's Llama models (Bedrock User Guide, "Meta Llama models"). */
import type { Conversation, Turn } from '../../model/conversation.ts'
import type { Members } from '../../model/json/shape.ts'

/** The body has a prompt and three numbers: no stop sequences, no seed, no tools. */
export function llamaExpresses(conversation: Conversation): boolean {
  const { options, tools, toolChoice, turns } = conversation
  if (options.stop !== undefined || options.seed !== undefined) return false
  return tools.length === 0 && toolChoice === undefined && turns.every(isPlain)
}

function isPlain(turn: Turn): boolean {
  if (turn.role === 'assistant') return (turn.toolCalls ?? []).length === 0
  return turn.role !== 'tool'
}

export function llamaBody(conversation: Conversation): Members {
  const { maxTokens, temperature, topP } = conversation.options
  return {
    prompt: llamaPrompt(conversation.turns),
    ...(maxTokens !== undefined && { max_gen_len: maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
  }
}

/**
 * The Llama 3 instruct template, ending where the assistant is to speak: without it the model
 * continues the text instead of answering it. The template has one header for instructions.
 */
function llamaPrompt(turns: readonly Turn[]): string {
  const spoken = turns.map((turn) => {
    const role = turn.role === 'developer' ? 'system' : turn.role
    return `${header(role)}${turn.role === 'tool' ? turn.result : (turn.text ?? '')}<|eot_id|>`
  })
  return `<|begin_of_text|>${spoken.join('')}${header('assistant')}`
}

function header(role: string): string {
  return `<|start_header_id|>${role}<|end_header_id|>\n\n`
}
