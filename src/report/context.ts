/** What a failure text needs besides the cell and the check. */
import type { CellResult, CheckResult, Report } from '../model/report.ts'
import { compareLine } from './markdown/against.ts'

/** Rule ids to what the rules say; the catalogue's `rules` fits. */
type RuleTexts = ReadonlyMap<string, { readonly text: string }>

/** The axes of the matrix beside the case. */
export type Axis = 'api' | 'region' | 'model'
const axes: readonly Axis[] = ['api', 'region', 'model']

/** What a caller knows and a report does not say; all optional. */
export interface RenderOptions {
  readonly rules?: RuleTexts
  /** Starts a run on the target, without selection; default `npm test -- --target=NAME`. */
  readonly runCommand?: string
  /** The command that judges one cell again, where it is none that starts with `runCommand`. */
  readonly repeat?: (cell: CellResult) => string
  /** Where the reports are written, as the user would type it. */
  readonly directory?: string
  /** One line that says where else the check passes or fails, when that is known. */
  readonly compare?: (cell: CellResult, check: CheckResult) => string | undefined
}

export interface FailureContext extends RenderOptions {
  readonly target: string
  /** Axes with more than one value in the report: these the repeat command has to name. */
  readonly varying: readonly Axis[]
  /** Columns to wrap at; default 100. */
  readonly columns?: number
}

/** The context of every failure of `report`. */
export function failureContext(report: Report, options: RenderOptions = {}): FailureContext {
  const compare = (_cell: CellResult, check: CheckResult): string | undefined =>
    compareLine(report, check)
  return { compare, ...options, target: report.target.name, varying: varyingAxes(report.cells) }
}

/** Axes on which `cells` have more than one value. */
export function varyingAxes(cells: readonly CellResult[]): Axis[] {
  return axes.filter((axis) => new Set(cells.map((cell) => cell[axis])).size > 1)
}

/** `value` as one word of a POSIX shell. */
export function shellWord(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
}
