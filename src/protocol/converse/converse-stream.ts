/** Bedrock ConverseStream: `POST /model/{modelId}/converse-stream`, answered as an event stream. */
import type { Api, ModelRef } from '../api.ts'
import { converseBody, converseExpresses } from './body.ts'
import { readConverse } from './reply.ts'
import { jsonRequest, modelPath } from '../request.ts'

const path = (model: ModelRef): string => modelPath(model.id, 'converse-stream')

export const converseStream: Api = {
  name: 'converse-stream',
  route: (model) => ({ method: 'POST', path: path(model) }),
  expressible: converseExpresses,
  encode: (conversation, model) => {
    if (!converseExpresses(conversation)) return undefined
    return jsonRequest({ path: path(model), encoded: converseBody(conversation), conversation })
  },
  read: readConverse,
}
