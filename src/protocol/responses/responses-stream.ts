/** `POST /responses` with `stream: true`, answered as server-sent events. */
import type { Api } from '../api.ts'
import { jsonRequest } from '../request.ts'
import { isExpressible, responsesBody } from './body.ts'
import { readResponses } from './reply.ts'

const path = '/responses'

export const openAiResponsesStream: Api = {
  name: 'openai-responses-stream',
  route: () => ({ method: 'POST', path }),
  expressible: isExpressible,
  encode: (conversation, model) => {
    if (!isExpressible(conversation)) return undefined
    return jsonRequest({
      path,
      // what the official SDKs send, for a stream too
      headers: { accept: 'application/json' },
      encoded: { model: model.id, ...responsesBody(conversation), stream: true },
      conversation,
    })
  },
  read: readResponses,
}
