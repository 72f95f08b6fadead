/** What the page is made from: written as JSON by `encode`, read by the script in `page`. */
import type { CellEvidence } from '../../model/findings/evidence.ts'
import type { Level, Verdict } from '../../model/names.ts'

export interface PageHead {
  readonly title: string
  /** In capitals. */
  readonly verdict: string
  readonly sentence: string
  readonly tone: 'good' | 'bad' | 'open'
  readonly facts: readonly (readonly [label: string, value: string])[]
  /** One sentence each: problems of the run, and what the page leaves out. */
  readonly notes: readonly string[]
}

/** Checks that did not pass and have one root. */
export interface PageCause {
  readonly verdict: Verdict
  readonly level: Level
  readonly rule: string
  readonly code: string
  readonly message: string
  readonly owner: string
  readonly remedy?: string
  readonly apis: readonly string[]
  readonly regions: readonly string[]
  readonly models: readonly string[]
  /** How many of each it explains. */
  readonly checks: number
  readonly cells: number
  /** Of the checks, those that only warn. */
  readonly warnings?: number
  /** How often the checks that show it pass there. */
  readonly passing?: number
  /** Codes of what fails because of it, with numbers of checks. */
  readonly consequences: readonly (readonly [code: string, checks: number])[]
  /** Checks that could not be judged because of it. */
  readonly notJudged?: number
  /** Position of a cell that shows it, and the id of a check there. */
  readonly example?: { readonly cell: number; readonly check: string }
}

export interface PageRule {
  readonly text: string
  readonly url?: string
  readonly read?: string
  readonly remedy?: string
}

/** A check of a case, of which a page has ten thousand: its rule and the file of its source by position. */
export type PageCheck = readonly [
  id: string,
  level: Level,
  rule: number,
  file?: number,
  line?: number,
]

/** A check that did not pass. */
export interface PageJudgement {
  readonly verdict: Verdict
  readonly message: string
  readonly code?: string
  readonly expected?: string
  readonly received?: string
  /** `item 42 · byte 8123`. */
  readonly where?: string
  /** Further lines: label and text. */
  readonly more?: readonly (readonly [label: string, text: string])[]
  /** Position of the exchange. */
  readonly exchange?: number
  readonly curl?: string
  /** Set where the texts were shortened to keep the page small. */
  readonly short?: true
}

export interface PageCase {
  readonly id: string
  readonly suite: string
  readonly title: string
  /** `file:line`. */
  readonly source: string
}

/** Positions in the lists of the page. */
export type PageCell = readonly [
  case_: number,
  api: number,
  region: number,
  model: number,
  verdict: Verdict,
  /** Position in `shapes`. */
  checks: number,
  durationMs: number,
  /** Checks that did not pass: position among the checks of the cell, position in `judgements`. */
  judgements?: readonly (readonly [check: number, judgement: number])[],
]

export interface PageDifference {
  readonly what: string
  readonly at: string
  readonly here: string
  readonly there: string
  readonly blame: string
}

/** The answer to one call of the matrix of regions. */
export interface PageRegion {
  readonly region: string
  readonly model: string
  readonly api: string
  readonly found: string
  readonly standing: 'as-expected' | 'absent-as-expected' | 'other' | 'unknown'
  readonly evidence: string
  readonly expected: string
  readonly before?: string
  readonly cell?: number
}

/** One earlier run. */
export interface PageRun {
  readonly at: string
  readonly exit: number
  readonly fail: number
  readonly warn: number
  readonly known: number
  readonly pass: number
  /** Checks that could not be judged: inconclusive, or an error. */
  readonly open: number
  readonly newFailures: number
  readonly fixed: number
  readonly version?: string
}

export interface RunPage {
  readonly kind: 'run'
  readonly head: PageHead
  readonly counts: readonly (readonly [verdict: Verdict, checks: number, meaning: string])[]
  readonly causes: readonly PageCause[]
  readonly trend: readonly PageRun[]
  readonly regions: readonly PageRegion[]
  readonly unjudged: readonly {
    readonly verdict: Verdict
    readonly reason: string
    readonly checks: number
    readonly cases: readonly string[]
    /** How many further cases are not named. */
    readonly casesLeft: number
  }[]
  /** Name of the target of `--against`. */
  readonly against?: string
  readonly cases: readonly PageCase[]
  readonly apis: readonly string[]
  readonly regionNames: readonly string[]
  readonly models: readonly string[]
  readonly ruleNames: readonly string[]
  readonly files: readonly string[]
  readonly checks: readonly PageCheck[]
  /** Checks of a cell, as positions in `checks`. */
  readonly shapes: readonly (readonly number[])[]
  /** In the order of the report. */
  readonly cells: readonly PageCell[]
  readonly judgements: readonly PageJudgement[]
  readonly rules: Readonly<Record<string, PageRule>>
  readonly differences: Readonly<Record<number, readonly PageDifference[]>>
  /** Commands that run a cell again, by its position. */
  readonly commands: Readonly<Record<number, string>>
  readonly wire: Readonly<Record<number, string>>
  readonly evidence: readonly CellEvidence[]
}

/** A heading with a table below it. */
export interface PageSection {
  readonly title: string
  readonly tone: 'good' | 'bad' | 'open'
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Tables with a text filter: a comparison, a kill matrix. */
export interface TablesPage {
  readonly kind: 'tables'
  readonly head: PageHead
  readonly sections: readonly PageSection[]
}

export type Page = RunPage | TablesPage
