/** `POST /chat/completions`, answered whole. */
import type { Api } from '../api.ts'
import { openAiBody } from './body.ts'
import { readOpenAi } from './reply.ts'
import { jsonRequest } from '../request.ts'

const path = '/chat/completions'

export const openAiChat: Api = {
  name: 'openai-chat',
  route: () => ({ method: 'POST', path }),
  expressible: () => true,
  encode: (conversation, model) =>
    jsonRequest({
      path,
      // what the official SDKs send, for a stream too
      headers: { accept: 'application/json' },
      encoded: { model: model.id, ...openAiBody(conversation, 'max_tokens') },
      conversation,
    }),
  read: readOpenAi,
}
