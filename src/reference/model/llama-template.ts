/** Reads turns out of the Llama 3 prompt template. */
import type { PromptTurn } from './prompt.ts'

const section =
  /<\|start_header_id\|>\s*(\w+)\s*<\|end_header_id\|>([\s\S]*?)(?=<\|eot_id\|>|<\|start_header_id\|>|$)/gu

/** The turns of a template, or nothing when the prompt is plain text. */
export function readLlamaTemplate(prompt: string): PromptTurn[] | undefined {
  if (!prompt.includes('<|start_header_id|>')) return undefined
  const turns: PromptTurn[] = []
  for (const match of prompt.matchAll(section)) {
    const text = (match[2] ?? '').trim()
    const role = match[1]
    if (role === 'system' || role === 'user') turns.push({ role, text })
    else if (role === 'ipython') turns.push({ role: 'tool', text })
    else if (role === 'assistant' && text !== '') turns.push({ role, text })
  }
  return turns
}
