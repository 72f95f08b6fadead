/** The model's answer before any API gives it a form. */
import type { CalledTool } from './prompt.ts'

export interface TokenChance {
  readonly token: string
  /** Natural logarithm, at most 0. */
  readonly logprob: number
  readonly alternatives: readonly { readonly token: string; readonly logprob: number }[]
}

export interface ReplyChoice {
  readonly index: number
  /** Answer without reasoning. */
  readonly text: string
  readonly reasoning: string
  readonly toolCalls: readonly CalledTool[]
  readonly finish: 'stop' | 'stop-sequence' | 'length' | 'tool'
  /** The stop sequence that ended it. */
  readonly met?: string
  readonly logprobs?: readonly TokenChance[]
}

/** Tokens of the prompt, of which neither is counted as input again. */
export interface CacheUse {
  readonly read: number
  readonly written: number
}

export interface ReplyUsage {
  readonly prompt: number
  readonly completion: number
  readonly total: number
  /** Part of `completion`. */
  readonly reasoning: number
  /** Parts of `prompt`; absent where the request marks nothing to be kept. */
  readonly cache?: CacheUse
}

export interface Reply {
  /** Unique. */
  readonly id: string
  /** Unix seconds. */
  readonly created: number
  /** As the client asked for it. */
  readonly model: string
  readonly choices: readonly ReplyChoice[]
  readonly usage: ReplyUsage
}

/** Tokens of the prompt that the cache neither gave nor took. */
export function uncached({ prompt, cache }: ReplyUsage): number {
  return prompt - (cache?.read ?? 0) - (cache?.written ?? 0)
}
