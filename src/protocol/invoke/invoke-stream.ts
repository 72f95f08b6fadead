/**
 * Bedrock InvokeModelWithResponseStream: `POST /model/{modelId}/invoke-with-response-stream`,
 * answered as an event stream of the model's own chunks.
 */
import type { Api, ModelRef } from '../api.ts'
import { invokeBody, invokeExpresses, readInvoke } from './model.ts'
import { jsonRequest, modelPath } from '../request.ts'

const path = (model: ModelRef): string => modelPath(model.id, 'invoke-with-response-stream')

export const invokeStream: Api = {
  name: 'invoke-stream',
  route: (model) => ({ method: 'POST', path: path(model) }),
  expressible: invokeExpresses,
  encode: (conversation, model) => {
    if (!invokeExpresses(conversation, model)) return undefined
    return jsonRequest({
      path: path(model),
      // `accept` of this operation speaks of the chunks (botocore bedrock-runtime 2023-09-30)
      headers: { 'x-amzn-bedrock-accept': 'application/json' },
      encoded: invokeBody(conversation, model),
      conversation,
    })
  },
  read: readInvoke,
}
