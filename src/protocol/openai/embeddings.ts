/** `POST /embeddings`: each user turn is a text to embed (openai-openapi f85dbe2, CreateEmbeddingRequest). */
import type { Conversation } from '../../model/conversation.ts'
import { asObject, isObject } from '../../model/json/shape.ts'
import type { Reply } from '../../model/observation.ts'
import type { Api, ReplySource } from '../api.ts'
import { conversationApi } from '../conversation-api.ts'
import { makeReply, makeUsage } from '../reply/reply.ts'

export const openAiEmbeddings: Api = conversationApi({
  name: 'openai-embeddings',
  path: () => '/embeddings',
  expresses: (conversation) => inputOf(conversation) !== undefined,
  body: (conversation, model) => ({ model: model.id, input: inputOf(conversation) }),
  read: readEmbeddings,
})

/** One text alone, several as a list; undefined for what is not texts of users alone. */
function inputOf({ turns, options, tools }: Conversation): string | readonly string[] | undefined {
  const texts = turns.flatMap((turn) => (turn.role === 'user' ? [turn.text] : []))
  const [first] = texts
  if (texts.length !== turns.length || tools.length > 0 || hasOptions(options)) return undefined
  return texts.length === 1 ? first : texts
}

/** Nothing is sampled and nothing limited. */
function hasOptions(options: Conversation['options']): boolean {
  return Object.values(options).some((value) => value !== undefined)
}

/** A reply without choices: only what was counted, and the model. */
function readEmbeddings({ json }: ReplySource): Reply | undefined {
  if (!isObject(json) || !Array.isArray(json['data'])) return undefined
  const { prompt_tokens: prompt, total_tokens: total } = asObject(json['usage'])
  return makeReply({
    choices: [],
    usage: makeUsage({ prompt, completion: undefined, total }),
    head: json,
  })
}
