/** What the reports show of a run, computed once: each format only renders it. */
import type { Report } from '../../model/report.ts'
import { varyingAxes, type Axis } from './axes.ts'
import { breakdownOf, type Breakdown } from './breakdown.ts'
import { shownCauses, type ShownCause } from './causes.ts'
import { checksNotPassed } from './checks.ts'
import { gridOf, type Grid } from './grid.ts'
import { groupJudgements, type Group } from './group.ts'
import { headlineOf, type Headline } from './headline.ts'
import { regionsOf, type Regions } from './regions.ts'
import { unjudged, type Unjudged } from './unjudged.ts'

/** Rule ids and what the rules say; the catalogue's `rules` fits. */
type RuleTexts = ReadonlyMap<string, RuleText>

interface RuleText {
  readonly text: string
  /** Where it is written, and the ISO date on which it was read there. */
  readonly url?: string
  readonly read?: string
  /** What the server's maintainer changes. */
  readonly remedy?: string
}

/** What is known beside the report itself. */
export interface Surroundings {
  readonly rules?: RuleTexts
  /** The report of the run before. */
  readonly earlier?: Pick<Report, 'cells' | 'startedAt'> | undefined
}

export interface ReportModel {
  /** The data of `report.json`. */
  readonly report: Report
  readonly headline: Headline
  /** Attempts that were repeated, in all cells. */
  readonly retries: number
  /** The causes of the run, the worst first. */
  readonly causes: readonly ShownCause[]
  /** Judgements that are not a pass, by kind; `groupsOf` selects those of a verdict. */
  readonly groups: readonly Group[]
  readonly unjudged: readonly Unjudged[]
  /** Axes with more than one value: a command that repeats one cell names these. */
  readonly varying: readonly Axis[]
  /** Checks by verdict, in at most 20 rows. */
  readonly breakdown: Breakdown
  /** Cases down, APIs and places across. */
  readonly grid: Grid
  /** Which model answers in which region. */
  readonly regions: Regions
  readonly rules: RuleTexts
}

/** Computes everything that the formats share. */
export function modelOf(report: Report, { rules, earlier }: Surroundings = {}): ReportModel {
  const { cells } = report
  return {
    report,
    headline: headlineOf(report),
    retries: cells.reduce((sum, cell) => sum + cell.retries, 0),
    causes: shownCauses(report),
    groups: groupJudgements(checksNotPassed(cells)),
    unjudged: unjudged(checksNotPassed(cells)),
    varying: varyingAxes(cells),
    breakdown: breakdownOf(cells),
    grid: gridOf(cells),
    regions: regionsOf(cells, earlier),
    rules: rules ?? new Map(),
  }
}
