import { percentEncoded } from '../model/text/percent.ts'

/**
 * Path of a Bedrock operation on a model. The id is one URI label, so `:` and `/` are escaped as
 * the SDKs do (botocore bedrock-runtime 2023-09-30, `modelId`).
 */
export function modelPath(modelId: string, operation: string): string {
  return `/model/${percentEncoded(modelId)}/${operation}`
}
