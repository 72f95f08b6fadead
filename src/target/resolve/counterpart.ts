/** The same model on another host: each spells its id in its own way. */
import type { EndpointKind } from '../../model/names.ts'

/** Llama Stack: provider id, slash, the provider's own id. */
const provider = /^[a-z0-9_-]+\//i
/** bedrock-runtime gives its models a version, mantle does not (llama-stack#4946, #5388). */
const version = /-\d+:\d+$/
const unversioned = /^openai\.gpt-oss-[a-z0-9]+$/

/**
 * The id under which `front` knows the model that another host calls `id`. An ARN, an inference
 * profile and an id that follows no known pattern stay as they are.
 */
export function counterpartId(id: string, endpointKind: EndpointKind): string {
  if (id.startsWith('arn:')) return id
  const bare = id.replace(provider, '')
  if (endpointKind === 'llamastack') return `bedrock/${bare}`
  if (endpointKind === 'bedrock-mantle') return bare.replace(version, '')
  return endpointKind === 'bedrock' && unversioned.test(bare) ? `${bare}-1:0` : bare
}
