/** Flags as commander hands them over; `program.ts` declares them. */
import type { Level } from '../model/names.ts'
import type { Budget } from '../model/run/power.ts'
import type { AuthMode } from '../target/resolve/resolved.ts'

/** What chooses a target and the cells to run on it. */
export interface SelectionFlags {
  readonly target: string
  readonly endpoint?: string
  readonly region?: readonly string[]
  readonly model?: readonly string[]
  readonly case?: readonly string[]
  readonly api?: readonly string[]
  readonly level?: Level
  /** What the run may cost. */
  readonly budget?: Budget
  /** A budget of few requests. */
  readonly smoke?: boolean
  readonly shard?: { readonly index: number; readonly count: number }
  readonly samples?: number
  /** What stands behind the target. */
  readonly upstream?: 'reference'
  readonly mutant?: string
  readonly oddity?: string
  /** Deviations of regions of the reference: `REGION=KIND`. */
  readonly trouble?: readonly string[]
  /** How to authenticate with Bedrock. */
  readonly auth?: AuthMode
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
  readonly reportDir?: string
  readonly open?: boolean
  readonly json: boolean
  /** Print the verdict and the causes alone. */
  readonly quiet?: boolean
  /** Print every failure, and a line for each cell. */
  readonly verbose?: boolean
}
