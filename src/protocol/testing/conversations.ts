/** What the tests of encoding say, to whom, and how they read what was written. */
import type { Conversation, RequestDraft } from '../../model/conversation.ts'
import { conversation } from './build.ts'

export const gptOss = { id: 'openai.gpt-oss-20b-1:0', family: 'gpt-oss' }
export const llama = { id: 'us.meta.llama3-1-8b-instruct-v1:0', family: 'llama' }

export const options = { maxTokens: 9, temperature: 0.1, topP: 0.95, stop: ['END'], seed: 7 }
export const weather = { name: 'weather', description: 'Tells it', parameters: { type: 'object' } }

/** Every role, one call, its result. */
export const toolTalk: Conversation = conversation({
  turns: [
    { role: 'system', text: 'Be brief' },
    { role: 'developer', text: 'Be kind' },
    { role: 'user', text: 'Weather?' },
    { role: 'assistant', toolCalls: [{ id: 't1', name: 'weather', arguments: { city: 'Rome' } }] },
    { role: 'tool', toolCallId: 't1', result: 'sunny' },
  ],
  tools: [weather],
  toolChoice: 'weather',
})

/** The body of a draft as it goes out. */
export function textOf(draft: RequestDraft | undefined): string {
  return Buffer.from(draft?.body ?? []).toString()
}

/** The body of a draft as JSON. */
export function bodyOf(draft: RequestDraft | undefined): unknown {
  return JSON.parse(textOf(draft))
}
