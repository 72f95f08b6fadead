/**
 * Bedrock InvokeModel: `POST /model/{modelId}/invoke` with the model's own body, and
 * InvokeModelWithResponseStream: `POST /model/{modelId}/invoke-with-response-stream`, answered as an
 * event stream of the model's own chunks.
 */
import type { Api } from '../api.ts'
import { conversationApi } from '../conversation-api.ts'
import { modelPath } from '../model-path.ts'
import { invokeBody, invokeExpresses, readInvoke } from './model.ts'

const shared = { expresses: invokeExpresses, body: invokeBody, read: readInvoke }

export const invoke: Api = conversationApi({
  ...shared,
  name: 'invoke',
  path: ({ id }) => modelPath(id, 'invoke'),
  headers: { accept: 'application/json' },
})

export const invokeStream: Api = conversationApi({
  ...shared,
  name: 'invoke-stream',
  path: ({ id }) => modelPath(id, 'invoke-with-response-stream'),
  // `accept` of this operation speaks of the chunks (botocore bedrock-runtime 2023-09-30)
  headers: { 'x-amzn-bedrock-accept': 'application/json' },
})
