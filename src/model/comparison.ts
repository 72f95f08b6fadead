/** What changed between runs of a target, as plain data; rendering is elsewhere. */
import type { Cause } from './findings/cause.ts'
import type { CellResult, CheckResult, Since } from './report.ts'
import type { Verdict } from './names.ts'

/** One check of one cell, in the newest run and the one before. */
export interface Change {
  readonly cell: CellResult
  readonly check: CheckResult
  /** The check in the run before, when it was there. */
  readonly earlier?: CheckResult
  readonly before: Verdict | 'absent'
  readonly after: Verdict | 'absent'
  /** What a check found that failed before as well, and did not find then: codes, some with a pointer. */
  readonly otherwise?: readonly string[]
}

/** A check that fails as it did before. */
export interface Lasting extends Change {
  readonly since: Since
}

/** A check that goes to and fro: `+` held, `-` failed, `?` could not be judged; the newest last. */
export interface Flaky extends Change {
  readonly pattern: string
}

/** Every change that is worth telling, each in one list. */
export interface Sorted {
  readonly newFailures: readonly Change[]
  /** Warnings that were not there before. */
  readonly newWarnings: readonly Change[]
  readonly fixed: readonly Change[]
  readonly stillFailing: readonly Lasting[]
  readonly flaky: readonly Flaky[]
  /** Judged before, and no longer. */
  readonly lost: readonly Change[]
}

/** What became of a cause. */
export interface CauseChange {
  /** `open`: it was there, and what shows it can no longer be judged. */
  readonly state: 'new' | 'open' | 'still' | 'gone'
  /** As in the newest run that shows it. */
  readonly cause: Cause
  /** Checks that fail with this cause in the run before, and in the newest. */
  readonly before: number
  readonly now: number
  /** Of the check that has failed for longest; of causes that are still there. */
  readonly since?: Since
}

/** One quantile of one time, over the cells of an API with a model in a region. */
export interface TimingChange {
  readonly api: string
  readonly region: string
  readonly model: string
  readonly metric: 'firstByte' | 'firstText' | 'total'
  readonly quantile: 'p50' | 'p95'
  /** Milliseconds. */
  readonly before: number
  readonly after: number
  /** Cells measured in both runs. */
  readonly cells: number
  /** Share of shuffles that gave as large a change by chance. */
  readonly p: number
}

export interface Side {
  readonly target: string
  readonly startedAt: string
  readonly suiteVersion: string
  readonly version?: string
  readonly exitCode: number
}

export interface Comparison extends Sorted {
  /** Oldest first. */
  readonly runs: readonly Side[]
  /** What makes the runs hard to compare, one sentence each. */
  readonly caveats: readonly string[]
  /** The new ones first; a second view of the checks below. */
  readonly causes: readonly CauseChange[]
  readonly vanished: readonly CellResult[]
  readonly appeared: readonly CellResult[]
  readonly timing: readonly TimingChange[]
  /** When a time is said to have changed. */
  readonly timingRule: string
  /** What makes the newest run worse, one sentence each. */
  readonly regressions: readonly string[]
  /** Set where too little could be judged again to say that nothing got worse; one sentence. */
  readonly undecided?: string
}
