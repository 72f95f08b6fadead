/** Bedrock CountTokens: `POST /model/{modelId}/count-tokens`, asked with a Converse request. */
import type { Api, ModelRef } from '../api.ts'
import { converseBody, converseExpresses } from './body.ts'
import { readCount } from '../reply/count.ts'
import { jsonRequest, modelPath } from '../request.ts'

/**
 * The id without the prefix of an inference profile: CountTokens refuses profiles ("The provided
 * model doesn't support counting tokens.", pydantic-ai's recordings; agentcore-public-stack#430).
 */
function baseId(modelId: string): string {
  return modelId.replace(/^(?:us|us-gov|eu|apac|jp|au|ca|global)\./, '')
}

const path = (model: ModelRef): string => modelPath(baseId(model.id), 'count-tokens')

export const countTokens: Api = {
  name: 'count-tokens',
  route: (model) => ({ method: 'POST', path: path(model) }),
  expressible: converseExpresses,
  encode: (conversation, model) => {
    if (!converseExpresses(conversation)) return undefined
    // CountTokens has no inferenceConfig (botocore bedrock-runtime 2023-09-30, ConverseTokensRequest)
    const { inferenceConfig: _, ...converse } = converseBody(conversation)
    return jsonRequest({ path: path(model), encoded: { input: { converse } }, conversation })
  },
  read: ({ json }) => readCount(json, 'inputTokens'),
}
