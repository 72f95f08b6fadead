/** Families whose InvokeModel bodies are known, and what marks them in a Bedrock model id. */
const marks: readonly (readonly [mark: string, family: string])[] = [
  ['gpt-oss', 'gpt-oss'],
  ['meta.llama4', 'llama-vision'],
  ['meta.llama3-2-11b', 'llama-vision'],
  ['meta.llama3-2-90b', 'llama-vision'],
  ['meta.llama', 'llama'],
  // these also answer text completions: their bodies tell
  ['anthropic.claude-v', 'unknown'],
  ['anthropic.claude-instant', 'unknown'],
  ['anthropic.claude', 'claude'],
  ['nova-2-multimodal-embeddings', 'nova-embed'],
  // images, videos and speech
  ['amazon.nova-canvas', 'unknown'],
  ['amazon.nova-reel', 'unknown'],
  ['amazon.nova-sonic', 'unknown'],
  ['amazon.nova-2-sonic', 'unknown'],
  ['amazon.nova', 'nova'],
  ['amazon.titan-embed-text', 'titan-embed'],
  ['amazon.titan-text', 'titan-text'],
  ['cohere.embed', 'cohere-embed'],
  ['cohere.rerank', 'cohere-rerank'],
  ['mistral.', 'mistral'],
  ['deepseek.', 'deepseek'],
]

/** Family of a model by its id, whatever profile, ARN or provider prefix surrounds it. */
export function familyOf(modelId: string): string {
  const id = modelId.toLowerCase()
  return marks.find(([mark]) => id.includes(mark))?.[1] ?? 'unknown'
}
