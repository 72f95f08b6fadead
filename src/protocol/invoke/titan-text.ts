/** InvokeModel body of Amazon Titan Text (Bedrock User Guide, "Amazon Titan Text models"). */
import type { Conversation } from '../../model/conversation.ts'
import type { Delta, Reply, StreamItem } from '../../model/observation.ts'
import type { ReplySource } from '../api.ts'
import { finishOf, makeReply, makeUsage } from '../reply/reply.ts'
import { asString, isObject, objectsOf, type Members } from '../../model/json/shape.ts'
import { isPlainTalk, type InvokeFamily } from './family.ts'

export const titanText: InvokeFamily = {
  expresses: (conversation) => conversation.options.seed === undefined && isPlainTalk(conversation),
  body: titanBody,
  read: readTitan,
}

function titanBody({ turns, options }: Conversation): Members {
  const { maxTokens, temperature, topP, stop } = options
  const config = {
    ...(maxTokens !== undefined && { maxTokenCount: maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(stop !== undefined && { stopSequences: stop }),
  }
  const spoken = turns.map((turn) => {
    const text = turn.role === 'tool' ? turn.result : (turn.text ?? '')
    if (turn.role === 'assistant') return `Bot: ${text}`
    return turn.role === 'user' ? `User: ${text}` : text
  })
  return {
    inputText: `${spoken.join('\n')}\nBot:`,
    ...(Object.keys(config).length > 0 && { textGenerationConfig: config }),
  }
}

function readTitan({ json, items }: ReplySource): Reply | undefined {
  if (items.length > 0) return readChunks(items)
  const [result] = objectsOf(isObject(json) ? json['results'] : undefined)
  if (!isObject(json) || typeof result?.['outputText'] !== 'string') return undefined
  const usage = makeUsage({
    prompt: json['inputTextTokenCount'],
    completion: result['tokenCount'],
  })
  const finish = finishOf(result['completionReason'])
  return makeReply({ choices: [choiceOf(result['outputText'], finish)], usage })
}

function readChunks(items: readonly StreamItem[]): Reply | undefined {
  const chunks = items.flatMap((item) =>
    isObject(item.json) && typeof item.json['outputText'] === 'string'
      ? [{ item, json: item.json, text: item.json['outputText'] }]
      : [],
  )
  const last = chunks.at(-1)
  if (last === undefined) return undefined
  const deltas: Delta[] = chunks
    .filter(({ text }) => text !== '')
    .map(({ item, text }) => ({ at: item.at, item: item.index, choice: 0, text }))
  const usage = makeUsage({
    prompt: chunks.map(({ json }) => json['inputTextTokenCount']).find(Number.isInteger),
    completion: last.json['totalOutputTextTokenCount'],
  })
  const text = chunks.map((chunk) => chunk.text).join('')
  const finish = finishOf(asString(last.json['completionReason']) ?? null)
  return makeReply({ choices: [choiceOf(text, finish)], deltas, usage })
}

function choiceOf(rawText: string, finish: { readonly finish?: string | null }) {
  return { index: 0, rawText, reasoning: '', ...finish, toolCalls: [] }
}
