/** InvokeModel bodies of DeepSeek (Bedrock User Guide, "DeepSeek models"): text for R1, messages for V3. */
import type { Conversation, Turn } from '../../model/conversation.ts'
import { openAiBody } from '../openai/body.ts'
import { readOpenAi } from '../openai/reply.ts'
import type { Members } from '../../model/json/shape.ts'
import { readTexts } from './completions.ts'
import { isPlainTalk, type InvokeFamily } from './family.ts'

const textModels = /\br1\b/

export const deepseek: InvokeFamily = {
  expresses: (conversation, { id }) => {
    if (conversation.options.seed !== undefined) return false
    return isPlainTalk(conversation) || !textModels.test(id)
  },
  body: (conversation, { id }) =>
    textModels.test(id) ? textBody(conversation) : openAiBody(conversation, 'max_tokens'),
  read: (source) => readTexts(source, 'choices') ?? readOpenAi(source),
}

function textBody({ turns, options }: Conversation): Members {
  const { maxTokens, temperature, topP, stop } = options
  return {
    prompt: `<｜begin▁of▁sentence｜>${turns.map(spoken).join('')}<｜Assistant｜>`,
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(stop !== undefined && { stop }),
  }
}

function spoken(turn: Turn): string {
  const text = turn.role === 'tool' ? turn.result : (turn.text ?? '')
  if (turn.role === 'assistant') return `<｜Assistant｜>${text}<｜end▁of▁sentence｜>`
  return turn.role === 'user' ? `<｜User｜>${text}` : text
}
