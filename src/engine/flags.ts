/**
 * What a run may be asked for; the flags of the command line and the library's settings fill the same
 * type.
 */
import type { Level } from '../model/names.ts'
import type { Budget } from '../model/run/power.ts'
import type { TargetChoice } from '../target/resolve/resolved.ts'

/** What chooses a target and the cells to run on it. */
export interface SelectionFlags extends Omit<TargetChoice, 'baseline'> {
  /** Folders with cases of one's own, and whether only they run. */
  readonly suites?: readonly string[]
  readonly suitesOnly?: boolean
  readonly target: string
  readonly case?: readonly string[]
  readonly api?: readonly string[]
  readonly level?: Level
  /** What the run may cost. */
  readonly budget?: Budget
  /** A budget of few requests. */
  readonly smoke?: boolean
  /** Only cells that failed in the last run, or in the report at this path. */
  readonly lastFailed?: string | true
  readonly shard?: { readonly index: number; readonly count: number }
  readonly samples?: number
  readonly mutant?: string
  readonly oddity?: string
  /** Deviations of regions of the reference: `REGION=KIND`. */
  readonly trouble?: readonly string[]
}

export interface RunFlags extends SelectionFlags {
  readonly strict: boolean
  readonly baseline?: string
  readonly updateBaseline?: boolean
  /** Folder of the history, or `none`. */
  readonly history?: string
  /** A second target, to say who is at fault. */
  readonly against?: string
  readonly againstEndpoint?: string
  readonly concurrency?: number
  /** Milliseconds. */
  readonly timeout?: number
  /** Milliseconds for the whole run. */
  readonly maxTime?: number
  /** Failing cells after which nothing more is sent; `true` for one. */
  readonly failFast?: number | true
  readonly reportDir?: string
  readonly open?: boolean
  readonly json: boolean
  /** Print the verdict and the causes alone. */
  readonly quiet?: boolean
  /** Print every failure, and a line for each cell. */
  readonly verbose?: boolean
}
