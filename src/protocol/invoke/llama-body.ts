/** InvokeModel body of Meta's Llama models (Bedrock User Guide, "Meta Llama models"). */
import type { Conversation, Turn } from '../../model/conversation.ts'
import type { Members } from '../../model/json/shape.ts'
import type { ModelRef } from '../api.ts'

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

export function llamaBody(conversation: Conversation, { id }: Pick<ModelRef, 'id'>): Members {
  const { maxTokens, temperature, topP } = conversation.options
  return {
    prompt: llamaPrompt(conversation.turns, /llama-?4/iu.test(id) ? llama4 : llama3),
    ...(maxTokens !== undefined && { max_gen_len: maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
  }
}

/** The marks of a template: around the role that is to speak, and behind what it said. */
interface Marks {
  readonly open: string
  readonly close: string
  readonly end: string
}

const llama3: Marks = { open: '<|start_header_id|>', close: '<|end_header_id|>', end: '<|eot_id|>' }
const llama4: Marks = { open: '<|header_start|>', close: '<|header_end|>', end: '<|eot|>' }

/**
 * The instruct template, ending where the assistant is to speak: without it, or with that of another
 * generation, the model continues the text instead of answering it. It has one header for instructions.
 */
function llamaPrompt(turns: readonly Turn[], { open, close, end }: Marks): string {
  const header = (role: string): string => `${open}${role}${close}\n\n`
  const spoken = turns.map((turn) => {
    const role = turn.role === 'developer' ? 'system' : turn.role
    return `${header(role)}${turn.role === 'tool' ? turn.result : (turn.text ?? '')}${end}`
  })
  return `<|begin_of_text|>${spoken.join('')}${header('assistant')}`
}
