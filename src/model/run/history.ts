/** One line of `reports/history/<target>.jsonl`: the result of a run, short enough to keep for years. */
import type { Verdict } from '../names.ts'

/** A check that failed, and where. */
export interface PastFailure {
  /** `suite.case/check`. */
  readonly check: string
  readonly code: string
  readonly verdict: Extract<Verdict, 'fail' | 'warn' | 'known'>
  /** Indexes into the entry's `places`. */
  readonly at: readonly number[]
}

/** Milliseconds. */
export interface Quantiles {
  readonly p50: number
  readonly p95: number
}

export interface HistoryEntry {
  readonly v: 1
  /** ISO time at which the run began. */
  readonly at: string
  readonly suite: string
  readonly endpoint: string
  /** What the server said of its version. */
  readonly version?: string
  readonly exit: number
  readonly durationMs: number
  readonly cells: number
  readonly checks: number
  /** Checks by verdict; a verdict that is missing did not occur. */
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>
  /** `api region model` of every cell that ran, each once. */
  readonly places: readonly string[]
  readonly failing: readonly PastFailure[]
  /**
   * Checks that could not be judged, or failed when they last were and did not run now, and where;
   * `suite.case/*` where none of the case could.
   */
  readonly open: readonly { readonly check: string; readonly at: readonly number[] }[]
  readonly timing?: Readonly<Partial<Record<'firstByte' | 'firstText' | 'total', Quantiles>>>
}

/** One run and what was new in it. */
export interface TrendRow {
  readonly entry: HistoryEntry
  /** What else explains a change since the run before: another server, another version, other checks. */
  readonly changed: Readonly<Partial<Record<'server' | 'version' | 'suite', string>>>
  /** Checks that fail and did not in the last run that judged them, where a run went before. */
  readonly newFailures: readonly string[]
  /** Checks that hold and did not. */
  readonly fixed: readonly string[]
}
