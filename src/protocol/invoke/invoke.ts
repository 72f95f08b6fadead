/** Bedrock InvokeModel: `POST /model/{modelId}/invoke` with the model's own body. */
import type { Api, ModelRef } from '../api.ts'
import { invokeBody, invokeExpresses, readInvoke } from './model.ts'
import { jsonRequest, modelPath } from '../request.ts'

const path = (model: ModelRef): string => modelPath(model.id, 'invoke')

export const invoke: Api = {
  name: 'invoke',
  route: (model) => ({ method: 'POST', path: path(model) }),
  expressible: invokeExpresses,
  encode: (conversation, model) => {
    if (!invokeExpresses(conversation, model)) return undefined
    return jsonRequest({
      path: path(model),
      headers: { accept: 'application/json' },
      encoded: invokeBody(conversation, model),
      conversation,
    })
  },
  read: readInvoke,
}
