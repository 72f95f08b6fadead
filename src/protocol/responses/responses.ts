/** `POST /responses`, answered whole. */
import type { Api } from '../api.ts'
import { jsonRequest } from '../request.ts'
import { isExpressible, responsesBody } from './body.ts'
import { readResponses } from './reply.ts'

const path = '/responses'

export const openAiResponses: Api = {
  name: 'openai-responses',
  route: () => ({ method: 'POST', path }),
  expressible: isExpressible,
  encode: (conversation, model) => {
    if (!isExpressible(conversation)) return undefined
    return jsonRequest({
      path,
      headers: { accept: 'application/json' },
      encoded: { model: model.id, ...responsesBody(conversation) },
      conversation,
    })
  },
  read: readResponses,
}
