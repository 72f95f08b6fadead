import type { CellResult } from '../model/report.ts'

/** How a report is rendered; the content of the report does not depend on it. */
export interface RenderOptions {
  /** Starts a run on the target, without selection; default `npm test -- --target=NAME`. */
  readonly runCommand?: string
  /** The command that judges one cell again, where it does not begin with `runCommand`. */
  readonly repeat?: (cell: CellResult) => string
  /** Where the reports are written, as the user would type it. */
  readonly directory?: string
  /** Columns to wrap at; default 100. */
  readonly columns?: number
}
