/** What every cell of a run needs. */
import type { Exchange, Send } from '../../model/exchange.ts'
import type { Cell } from '../../model/plan.ts'
import type { Asked } from './asked.ts'
import type { BaselineEntry } from '../../model/target.ts'
import type { FormOf } from '../../judge/blame/fingerprint.ts'
import type { Served } from './canary/served.ts'
import type { Breaker } from './limits/breaker.ts'
import type { LimitMember } from './request/limit-member.ts'
import type { OpenEnds } from './limits/open-end.ts'
import type { Memory } from './limits/memory.ts'
import type { Pace } from './limits/pace.ts'
import type { Repeats, RetryPolicy } from './limits/retry.ts'
import type { OwnIds } from '../judge/own-ids.ts'
import type { RunNonces } from './values/run-nonces.ts'

export interface RunContext {
  readonly send: Send
  readonly strict: boolean
  /** Replaces every secret of the target in what a check says. */
  readonly clean: (text: string) => string
  /** How often a case with behaviour checks is played: at first, and while its interval straddles the floor. */
  readonly samples: { readonly least: number; readonly most: number }
  readonly retry: RetryPolicy
  /** Repeats of the whole run that are left; absent: as many as the policy allows. */
  readonly repeats?: Repeats
  readonly breaker: Breaker
  readonly openEnds: OpenEnds
  readonly memory: Memory
  /** What several cells send alike. */
  readonly asked: Asked
  /** APIs that are known to be served. */
  readonly served: Served
  /** The nonces of the run. */
  readonly nonces: RunNonces
  /** The ids that came with its answers. */
  readonly ownIds: OwnIds
  /** The form of replies that is compared with that of another target or API; absent: none is. */
  readonly formOf?: FormOf
  /** Pace of one host. */
  readonly pace: Pace
  /** What was learned of the member in which models take their token limit. */
  readonly limitMember: LimitMember
  /** The target's baseline. */
  readonly baseline: readonly BaselineEntry[]
  readonly signal: AbortSignal
  /** An exchange of the cell is open until what this returns is called. */
  readonly onOpen?: (cell: Cell) => () => void
  readonly onRetry: (cell: Cell, exchange: Exchange, wait: number) => void
}
