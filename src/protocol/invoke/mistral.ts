/** InvokeModel bodies of Mistral AI (Bedrock User Guide, "Mistral AI models"): text, and chat for newer models. */
import type { Conversation, Turn } from '../../model/conversation.ts'
import { openAiBody } from '../openai/body.ts'
import { readOpenAi } from '../openai/reply.ts'
import type { Members } from '../../model/json/shape.ts'
import { readTexts } from './completions.ts'
import { isPlainTalk, type InvokeFamily } from './family.ts'

/** Models of the text completion page; all later ones take messages. */
const textModels = /mistral-(?:7b|large-2402|small-2402)|mixtral/

export const mistral: InvokeFamily = {
  expresses: (conversation, { id }) => {
    if (conversation.options.seed !== undefined) return false
    return isPlainTalk(conversation) || !textModels.test(id)
  },
  body: (conversation, model) =>
    textModels.test(model.id) ? textBody(conversation) : chatBody(conversation),
  read: (source) => readTexts(source, 'outputs') ?? readOpenAi(source),
}

/** `any` is Mistral's word for `required`. */
function chatBody(conversation: Conversation): Members {
  const { tool_choice: choice, ...body } = openAiBody(conversation, 'max_tokens')
  return {
    ...body,
    ...(choice !== undefined && { tool_choice: choice === 'required' ? 'any' : choice }),
  }
}

function textBody({ turns, options }: Conversation): Members {
  const { maxTokens, temperature, topP, stop } = options
  return {
    prompt: prompt(turns),
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(stop !== undefined && { stop }),
  }
}

/** `<s>[INST] user [/INST] assistant</s>[INST] user [/INST]`; instructions open the next user turn. */
function prompt(turns: readonly Turn[]): string {
  let text = '<s>'
  let instructions = ''
  for (const turn of turns) {
    const turnText = turn.role === 'tool' ? turn.result : (turn.text ?? '')
    if (turn.role === 'assistant') text += ` ${turnText}</s>`
    else if (turn.role === 'user') {
      text += `[INST] ${instructions}${turnText} [/INST]`
      instructions = ''
    } else instructions += `${turnText}\n\n`
  }
  return text
}
