import type { CellEvidence } from '../model/findings/evidence.ts'
import type { TrendRow } from '../model/run/history.ts'
import type { CellResult } from '../model/report.ts'

/** How a report is rendered; the content of the report does not depend on it. */
export interface RenderOptions {
  /**
   * Starts a run on the target, without selection and without `replaced`, the flags that follow with
   * other values; default `npm test -- --target=NAME`.
   */
  readonly runCommand?: (replaced: readonly string[]) => string
  /** The command that judges one cell again, where it does not begin with `runCommand`. */
  readonly repeat?: (cell: CellResult) => string
  /** Where the reports are written, as the user would type it. */
  readonly directory?: string
  /** Columns to wrap at; default 100. */
  readonly columns?: number
  /** Removes secrets from a text before it is shortened; the finished text is cleaned in any case. */
  readonly clean?: (text: string) => string
  /** Exchanges of cells, for formats that show them. */
  readonly evidence?: () => readonly CellEvidence[]
  /** Earlier runs of the target, the oldest first. */
  readonly trend?: readonly TrendRow[]
}
