import type { RuleFacts } from '../../model/findings/cause.ts'
import type { Exchange } from '../../model/exchange.ts'
import type { HistoryEntry } from '../../model/run/history.ts'
import type { Cell } from '../../model/plan.ts'
import type { CellResult, Report, RunSelection } from '../../model/report.ts'
import type { Bought } from '../../model/run/power.ts'
import type { BaselineEntry } from '../../model/target.ts'
import type { Sides } from '../../judge/blame/compare.ts'

/** A cell as it was judged, with what its result does not hold yet. */
export interface FinishedCell {
  readonly result: CellResult
  /** The cell as it was planned; absent where only its result is at hand. */
  readonly cell?: Cell
  /** What was sent and received; absent where it is not recorded beside the reports. */
  readonly exchanges?: readonly Exchange[]
  /** The same cell on the target of `--against`. */
  readonly sides?: Sides | undefined
}

/** Everything that a report is made from. */
export interface Finished {
  readonly suiteVersion: string
  readonly startedAt: Date
  /** Milliseconds. */
  readonly durationMs: number
  readonly target: Report['target']
  readonly against?: Report['against']
  readonly cells: readonly FinishedCell[]
  readonly baseline: readonly BaselineEntry[]
  /** Set where the baseline was rewritten after the cells were judged. */
  readonly isRewritten?: boolean
  /** Earlier runs of the target. */
  readonly history?: readonly HistoryEntry[]
  /** What narrowed the run; absent when the whole suite ran. */
  readonly selection?: RunSelection
  /** What the run would have found; absent where it is the whole suite. */
  readonly power?: Bought
  /** Ids of all cases of the suite, where they are known: a misspelt entry is found by them. */
  readonly cases?: readonly string[]
  /** The ledger, for remedies and owners. */
  readonly rules?: RuleFacts
  readonly interrupted: boolean
  /** Whether a violated should fails. */
  readonly strict?: boolean
  /** Preflight problems, one sentence each. */
  readonly problems: readonly string[]
  /** Parts of the run that are missing, one sentence each: such a run is never conformant. */
  readonly missing?: readonly string[]
}
