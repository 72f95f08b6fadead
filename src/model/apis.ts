/** What is true of each API, wherever it is served. */
import { endpointKinds, type ApiName, type Capability, type EndpointKind } from './names.ts'

export type Framing = 'json' | 'sse' | 'event-stream'

/** Operations that share the form of their requests and replies, streamed or not. */
type ApiFamily =
  | 'chat'
  | 'responses'
  | 'embeddings'
  | 'converse'
  | 'invoke'
  | 'anthropic'
  | 'count'
  | 'raw'

export interface ApiFacts {
  /** `raw` APIs carry no conversation: no request addresses a model, and no success is a reply. */
  readonly family: ApiFamily
  /** How a successful response is framed. */
  readonly framing: Framing
  /** What a server that may lack it declares; absent: whoever lists the API has it. */
  readonly capability?: Capability
  /** Kinds of server that have it, as the files in `fixtures/targets` list them. */
  readonly endpoints: readonly EndpointKind[]
}

const bedrockOnly = ['bedrock'] as const
const openAiServers = ['llamastack', 'openai-compatible'] as const

/** The facts by name. */
export const apiFacts: Readonly<Record<ApiName, ApiFacts>> = {
  'openai-chat': { family: 'chat', framing: 'json', endpoints: endpointKinds },
  'openai-chat-stream': { family: 'chat', framing: 'sse', endpoints: endpointKinds },
  'openai-models': { family: 'raw', framing: 'json', endpoints: endpointKinds },
  'openai-responses': { family: 'responses', framing: 'json', endpoints: endpointKinds },
  'openai-responses-stream': { family: 'responses', framing: 'sse', endpoints: endpointKinds },
  'openai-embeddings': {
    family: 'embeddings',
    framing: 'json',
    capability: 'embeddings',
    endpoints: openAiServers,
  },
  converse: { family: 'converse', framing: 'json', endpoints: bedrockOnly },
  'converse-stream': { family: 'converse', framing: 'event-stream', endpoints: bedrockOnly },
  invoke: { family: 'invoke', framing: 'json', endpoints: bedrockOnly },
  'invoke-stream': { family: 'invoke', framing: 'event-stream', endpoints: bedrockOnly },
  'count-tokens': {
    family: 'count',
    framing: 'json',
    capability: 'count-tokens',
    endpoints: bedrockOnly,
  },
  'anthropic-messages': {
    family: 'anthropic',
    framing: 'json',
    capability: 'messages',
    endpoints: endpointKinds,
  },
  'anthropic-messages-stream': {
    family: 'anthropic',
    framing: 'sse',
    capability: 'messages',
    endpoints: endpointKinds,
  },
  'anthropic-count-tokens': {
    family: 'count',
    framing: 'json',
    capability: 'messages',
    endpoints: endpointKinds,
  },
  'bedrock-control': { family: 'raw', framing: 'json', endpoints: bedrockOnly },
  'llama-stack': { family: 'raw', framing: 'json', endpoints: ['llamastack'] },
  'unknown-api': { family: 'raw', framing: 'json', endpoints: [] },
}

/** Whether a request carries a conversation to a model, and a success the model's reply. */
export function isConversational(api: ApiName): boolean {
  return apiFacts[api].family !== 'raw'
}

/** Whether each family of models has bodies of its own there, as on InvokeModel. */
export function hasBodiesOfFamily(api: ApiName): boolean {
  return apiFacts[api].family === 'invoke'
}

/** Whether a success is a stream. */
export function isStream(api: ApiName): boolean {
  return apiFacts[api].framing !== 'json'
}

/** The one kind of server that has the API; undefined where several have it. */
export function onlyEndpointKind(api: ApiName): EndpointKind | undefined {
  const [only, ...others] = apiFacts[api].endpoints
  return others.length === 0 ? only : undefined
}
