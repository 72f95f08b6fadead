/** `POST /responses`, answered whole or, with `stream: true`, as server-sent events. */
import type { Api } from '../api.ts'
import { conversationApi } from '../conversation-api.ts'
import { isExpressible, responsesBody } from './body.ts'
import { readResponses } from './reply.ts'

const shared = {
  path: () => '/responses',
  // what the official SDKs send, for a stream too
  headers: { accept: 'application/json' },
  expresses: isExpressible,
  read: readResponses,
}

export const openAiResponses: Api = conversationApi({
  ...shared,
  name: 'openai-responses',
  body: (conversation, model) => ({ model: model.id, ...responsesBody(conversation) }),
})

export const openAiResponsesStream: Api = conversationApi({
  ...shared,
  name: 'openai-responses-stream',
  body: (conversation, model) => ({
    model: model.id,
    ...responsesBody(conversation),
    stream: true,
  }),
})
