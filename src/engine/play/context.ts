/** What every cell of a run needs. */
import type { LimitFunction } from 'p-limit'
import type { Exchange, Send } from '../../model/exchange.ts'
import type { Cell } from '../../model/plan.ts'
import type { BaselineEntry } from '../../model/target.ts'
import type { Breaker } from './limits/breaker.ts'
import type { OpenEnds } from './limits/open-end.ts'
import type { RetryPolicy } from './limits/retry.ts'

export interface RunContext {
  readonly send: Send
  readonly strict: boolean
  /** Replaces every secret of the target in what a check says. */
  readonly clean: (text: string) => string
  /** How often a case with behaviour checks is played: at first, and while its interval straddles the floor. */
  readonly samples: { readonly least: number; readonly most: number }
  readonly retry: RetryPolicy
  readonly breaker: Breaker
  readonly openEnds: OpenEnds
  /** Pace of one host. */
  readonly pace: (host: string) => LimitFunction
  /** The target's baseline. */
  readonly baseline: readonly BaselineEntry[]
  readonly signal: AbortSignal
  readonly onRetry: (cell: Cell, exchange: Exchange, wait: number) => void
}
