/** Edits of InvokeModel bodies. */

export const metrics = 'amazon-bedrock-invocationMetrics'
