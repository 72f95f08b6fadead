/** Families whose InvokeModel bodies are known, and what marks them in a Bedrock model id. */
const marks: readonly (readonly [mark: string, family: string])[] = [
  ['gpt-oss', 'gpt-oss'],
  ['meta.llama', 'llama'],
]

/** Family of a model by its id, whatever profile, ARN or provider prefix surrounds it. */
export function familyOf(modelId: string): string {
  const id = modelId.toLowerCase()
  return marks.find(([mark]) => id.includes(mark))?.[1] ?? 'unknown'
}
