/** What a reasoning model thinks aloud before it answers: the more, the higher the effort. */
import type { Prompt } from './prompt.ts'

const thoughts = [
  'The user wants a direct answer.',
  'Check the earlier turns for anything that bears on it.',
  'The instructions of the system come first.',
  'Consider whether something is missing from the question.',
  'Nothing here is against the rules.',
  'Keep the answer short and correct.',
  'Compare the possible wordings and prefer the plain one.',
  'Read the answer once more before giving it.',
  'Then answer.',
] as const

const sentences = { none: 0, minimal: 1, low: 1, medium: 2, high: 7, xhigh: 9, max: 11 } as const

/** Reasoning text; empty for models that do not reason. */
export function reasoningText(prompt: Prompt): string {
  const reasons = prompt.family === 'gpt-oss' || prompt.family === 'claude'
  if (!reasons || prompt.raw !== undefined) return ''
  return thoughts.slice(0, sentences[prompt.effort]).join(' ')
}
