/**
 * Bedrock Converse: `POST /model/{modelId}/converse`, and ConverseStream:
 * `POST /model/{modelId}/converse-stream`, answered as an event stream.
 */
import type { Api } from '../api.ts'
import { conversationApi } from '../conversation-api.ts'
import { modelPath } from '../model-path.ts'
import { converseBody, converseExpresses } from './body.ts'
import { readConverse } from './reply.ts'

const shared = { expresses: converseExpresses, body: converseBody, read: readConverse }

export const converse: Api = conversationApi({
  ...shared,
  name: 'converse',
  path: ({ id }) => modelPath(id, 'converse'),
})

export const converseStream: Api = conversationApi({
  ...shared,
  name: 'converse-stream',
  path: ({ id }) => modelPath(id, 'converse-stream'),
})
