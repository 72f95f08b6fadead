/** `POST /chat/completions`, answered whole or, with `stream: true`, as server-sent events. */
import type { Conversation } from '../../model/conversation.ts'
import type { Api } from '../api.ts'
import { conversationApi } from '../conversation-api.ts'
import { openAiBody } from './body.ts'
import { readOpenAi } from './reply.ts'

const shared = {
  path: () => '/chat/completions',
  // what the official SDKs send, for a stream too
  headers: { accept: 'application/json' },
  expresses: () => true,
  read: readOpenAi,
}

export const openAiChat: Api = conversationApi({
  ...shared,
  name: 'openai-chat',
  body: (conversation, model) => ({
    model: model.id,
    ...openAiBody(conversation, 'max_tokens'),
  }),
})

const streamed = conversationApi({
  ...shared,
  name: 'openai-chat-stream',
  body: (conversation, model) => ({
    model: model.id,
    ...openAiBody(conversation, 'max_tokens'),
    stream: true,
    stream_options: { include_usage: true },
  }),
})

export const openAiChatStream: Api = {
  ...streamed,
  encode: (conversation, model) => streamed.encode(withoutNullStreamOptions(conversation), model),
}

/** `body: {stream_options: null}` is how a case asks for a stream without usage. */
function withoutNullStreamOptions(conversation: Conversation): Conversation {
  if (conversation.body?.['stream_options'] !== null) return conversation
  return { ...conversation, body: { ...conversation.body, stream_options: undefined } }
}
