/** What is true of each API, wherever it is served. */
import { frontNames, type ApiName, type FrontName } from './words.ts'

export type Framing = 'json' | 'sse' | 'event-stream'

/** Operations that share the form of their requests and replies, streamed or not. */
type ApiFamily = 'chat' | 'converse' | 'invoke' | 'raw'

export interface ApiFacts {
  /** `raw` APIs carry no conversation: no request addresses a model, and no success is a reply. */
  readonly family: ApiFamily
  /** How a successful response is framed. */
  readonly framing: Framing
  /** Kinds of server that have it, as the files in `fixtures/targets` list them. */
  readonly fronts: readonly FrontName[]
}

const bedrockOnly = ['bedrock'] as const

/** The facts by name. */
export const apiFacts: Readonly<Record<ApiName, ApiFacts>> = {
  'openai-chat': { family: 'chat', framing: 'json', fronts: frontNames },
  'openai-chat-stream': { family: 'chat', framing: 'sse', fronts: frontNames },
  'openai-models': { family: 'raw', framing: 'json', fronts: frontNames },
  converse: { family: 'converse', framing: 'json', fronts: bedrockOnly },
  'converse-stream': { family: 'converse', framing: 'event-stream', fronts: bedrockOnly },
  invoke: { family: 'invoke', framing: 'json', fronts: bedrockOnly },
  'invoke-stream': { family: 'invoke', framing: 'event-stream', fronts: bedrockOnly },
  'bedrock-control': { family: 'raw', framing: 'json', fronts: bedrockOnly },
  'llama-stack': { family: 'raw', framing: 'json', fronts: ['llamastack'] },
}

/** Whether a request carries a conversation to a model, and a success the model's reply. */
export function isConversational(api: ApiName): boolean {
  return apiFacts[api].family !== 'raw'
}

/** Whether a success is a stream. */
export function isStream(api: ApiName): boolean {
  return apiFacts[api].framing !== 'json'
}

/** The one kind of server that has the API; undefined where several have it. */
export function onlyFront(api: ApiName): FrontName | undefined {
  const [only, ...others] = apiFacts[api].fronts
  return others.length === 0 ? only : undefined
}
