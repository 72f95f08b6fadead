/** What a run needs, handed down to every cell. */
import type { LimitFunction } from 'p-limit'
import type { Catalogue } from '../../model/case.ts'
import type { Exchange, HeaderList } from '../../model/exchange.ts'
import type { Cell } from '../../model/plan.ts'
import type { BaselineEntry } from '../../model/target.ts'
import type { Level } from '../../model/words.ts'
import type { Breaker } from './breaker.ts'
import type { RetryPolicy } from './retry.ts'

/** A request with origin and credentials: ready to go out. */
export interface Outgoing {
  readonly method: string
  readonly url: string
  readonly headers: HeaderList
  readonly body?: Uint8Array
}

/** Sends one request, whatever comes of it; never throws for a fault of server or network. */
export type Send = (
  request: Outgoing,
  options: {
    readonly signal?: AbortSignal
    readonly hangUpWhen?: (decodedSoFar: { readonly bytes: Uint8Array }) => boolean
  },
) => Promise<Exchange>

export interface RunContext {
  readonly send: Send
  readonly catalogue: Catalogue
  readonly strict: boolean
  /** Least strict level that is judged. */
  readonly level: Level
  /** How often a case with behaviour checks is played: at first, and while its interval straddles the floor. */
  readonly samples: { readonly least: number; readonly most: number }
  readonly retry: RetryPolicy
  readonly breaker: Breaker
  /** Pace of one host. */
  readonly pace: (host: string) => LimitFunction
  /** The target's baseline. */
  readonly baseline: readonly BaselineEntry[]
  readonly signal: AbortSignal
  readonly onRetry: (cell: Cell, exchange: Exchange, wait: number) => void
}
