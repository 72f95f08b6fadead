/** `POST /chat/completions` with `stream: true`, answered as server-sent events. */
import type { Conversation } from '../../model/conversation.ts'
import type { Api } from '../api.ts'
import { openAiBody } from './body.ts'
import { readOpenAi } from './reply.ts'
import { jsonRequest } from '../request.ts'

const path = '/chat/completions'

export const openAiChatStream: Api = {
  name: 'openai-chat-stream',
  route: () => ({ method: 'POST', path }),
  expressible: () => true,
  encode: (conversation, model) =>
    jsonRequest({
      path,
      // what the official SDKs send, for a stream too
      headers: { accept: 'application/json' },
      encoded: {
        model: model.id,
        ...openAiBody(conversation, 'max_tokens'),
        stream: true,
        stream_options: { include_usage: true },
      },
      conversation: withoutNullStreamOptions(conversation),
    }),
  read: readOpenAi,
}

/** `body: {stream_options: null}` is how a case asks for a stream without usage. */
function withoutNullStreamOptions(conversation: Conversation): Conversation {
  if (conversation.body?.['stream_options'] !== null) return conversation
  return { ...conversation, body: { ...conversation.body, stream_options: undefined } }
}
