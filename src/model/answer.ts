/** What an answer of Bedrock means, as one word, and what that rests on. */
import type { TransportFailureKind } from './exchange.ts'

/** Classes of answers, and of keys that make an answer needless. */
export const answerClasses = [
  'available',
  'config-key-region',
  'config-key-expired',
  'config-key-missing',
  'endpoint-absent',
  'unreachable',
  'path-not-served',
  'auth',
  'iam-denied',
  'scp-denied',
  'model-access',
  'model-access-marketplace',
  'needs-inference-profile',
  'not-in-region-or-bad-id',
  'legacy',
  'use-case-form',
  'feature-unsupported',
  'throttled',
  'transient',
  'unclassified',
] as const
export type AnswerClass = (typeof answerClasses)[number]

/** What a class rests on. */
export interface Evidence {
  readonly status?: number
  readonly code?: string
  /** As the server worded it, cut to a line. */
  readonly message?: string
  readonly requestId?: string
  readonly failure?: TransportFailureKind
}

/** What somebody says of a model in a region, on the APIs at hand. */
export interface Claim {
  readonly class: AnswerClass
  readonly source: string
  /** ISO date. */
  readonly date: string
}

/** The newest claim, and the older ones that say otherwise, newest first. */
export interface Expected extends Claim {
  readonly earlier: readonly Claim[]
}

export interface Classified {
  readonly class: AnswerClass
  readonly evidence: Evidence
}
