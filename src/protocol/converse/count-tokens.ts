/** Bedrock CountTokens: `POST /model/{modelId}/count-tokens`, asked with a Converse request. */
import type { Api } from '../api.ts'
import { conversationApi } from '../conversation-api.ts'
import { modelPath } from '../model-path.ts'
import { readCount } from '../reply/count.ts'
import { converseBody, converseExpresses } from './body.ts'

/**
 * The id without the prefix of an inference profile: CountTokens refuses profiles ("The provided
 * model doesn't support counting tokens.", pydantic-ai's recordings; agentcore-public-stack#430).
 */
function baseId(modelId: string): string {
  return modelId.replace(/^(?:us|us-gov|eu|apac|jp|au|in|ca|global)\./, '')
}

export const countTokens: Api = conversationApi({
  name: 'count-tokens',
  path: ({ id }) => modelPath(baseId(id), 'count-tokens'),
  expresses: converseExpresses,
  body: (conversation) => {
    // CountTokens has no inferenceConfig (botocore bedrock-runtime 2023-09-30, ConverseTokensRequest)
    const { inferenceConfig: _, ...converse } = converseBody(conversation)
    return { input: { converse } }
  },
  read: ({ json }) => readCount(json, 'inputTokens'),
})
