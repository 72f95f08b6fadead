/** `report.json`, schema version 1: the truth that every renderer is a function of. */
import type { Classified, Expected } from './answer.ts'
import type { Source } from './case.ts'
import type { Cause } from './findings/cause.ts'
import type { Finding } from './findings/finding.ts'
import type { BaselineEntry } from './target.ts'
import type { Bought } from './run/power.ts'
import type { ApiName, CellName, Kind, Level, Reason, Verdict } from './names.ts'

export interface Interval {
  readonly passed: number
  readonly runs: number
  /** Bounds of the 95 % interval of the pass rate, 0 to 1. */
  readonly low: number
  readonly high: number
  /** The rate that the whole interval must clear. */
  readonly floor: number
}

/** What a finding is told apart by: what a baseline entry pins. */
export interface FindingKind {
  readonly code: string
  readonly pointer?: string
}

/** How long a check has been failing, as earlier runs tell. */
export interface Since {
  /** ISO time of the first run of the unbroken row of failures. */
  readonly at: string
  /** Runs of that row, this one included. */
  readonly runs: number
}

export interface CheckResult {
  readonly id: string
  readonly level: Level
  readonly kind: Kind
  readonly rule: string
  readonly verdict: Verdict
  readonly finding?: Finding
  /** More findings of the same check, the first being `finding`. */
  readonly moreFindings?: number
  /** What else it found, each kind once, other than `finding`. */
  readonly alsoFound?: readonly FindingKind[]
  readonly reason?: Reason
  /** One sentence with the reason's particulars. */
  readonly because?: string
  /** Set where an error is a fault of this program, not of the target. */
  readonly fault?: true
  /** What the check saw but does not hold against the server. */
  readonly notes?: readonly string[]
  readonly statistics?: Interval
  /** The baseline entry that expects exactly this failure. */
  readonly known?: { readonly reason: string; readonly link?: string }
  /** Since when it fails; absent when it did not in the run before. */
  readonly since?: Since
  /** Id of its cause; absent where it passed or is not supported. */
  readonly cause?: string
  /** The same check on the target of `--against`. */
  readonly against?: AgainstCheck
  readonly source?: Source
  /** Place of what it was seen in among the exchanges of the cell; absent: the first. */
  readonly exchange?: number
  /** Its request as a curl command, without secrets; absent: the cell's. */
  readonly curl?: string
}

/**
 * Who is at fault: `upstream` when both targets deviate alike, `model` when the behaviour varies,
 * else the one that deviates alone: `llamastack` or `bedrock`, or another target's name.
 */
export type Blame = string

/** The target of `--against`. */
export interface AgainstTarget {
  readonly name: string
  readonly endpoint: string
  readonly version?: string
  /** What was sent beyond the run itself: to it, and to both once more where they differ. */
  readonly requests: number
}

/** What became of a check on the target of `--against`. */
export interface AgainstCheck {
  readonly verdict: Verdict
  /** Codes of what it found there. */
  readonly findings?: readonly string[]
  /** Absent where nothing is wrong on either, or nothing can be said. */
  readonly blame?: Blame
}

/** Where the replies of the two targets differ, whether or not a check forbids it. */
export interface Difference {
  readonly what: 'status' | 'content-type' | 'member' | 'type' | 'order'
  /** Place in a reply, `*` for any index; empty where the whole reply is meant. */
  readonly at: string
  readonly here: string
  readonly there: string
  readonly blame: Blame
}

/** The same cell on the target of `--against`. */
interface AgainstCell {
  readonly region: string
  readonly model: string
  readonly verdict: Verdict
  /** Of its checks and differences together; absent where nothing differs or deviates. */
  readonly blame?: Blame
  readonly differences: readonly Difference[]
}

/** What a case about availability found. */
export interface Availability extends Classified {
  /** As it was asked for: a case may ask for another than the cell's. */
  readonly model: string
  /** What was known of it; absent when nothing was. */
  readonly expected?: Expected
}

/** Id of the rows that are about the replies of all cells of an API: no case sends them. */
export const runReplies = 'run.replies'

/** Whether requests belong to a cell: a row about the replies of all cells is there where they are enough. */
export function isAsked(cell: Pick<CellResult, 'case'>): boolean {
  return cell.case !== runReplies
}

/** Successful replies of a cell. */
export interface ReplyCounts {
  readonly count: number
  /** Complete, without text, reasoning and tool call. */
  readonly empty: number
}

export interface CellResult {
  readonly case: string
  readonly suite: string
  readonly title: string
  readonly from: readonly string[]
  readonly api: ApiName
  readonly region: string
  readonly model: string
  readonly verdict: Verdict
  /** Milliseconds that its own requests took, those that were sent at the same time counted once. */
  readonly durationMs: number
  /** That were sent for this cell. */
  readonly requests: number
  /** Exchanges of other cells, which sent the same requests, that it judges; absent: none. */
  readonly reused?: number
  /** Attempts that were repeated because of transport, 429 or 503. */
  readonly retries: number
  /** First exchange: milliseconds to the first body byte, the first text, and the end. */
  readonly timing?: {
    readonly firstByte: number
    readonly firstText?: number
    readonly total: number
  }
  readonly requestIds: readonly string[]
  /** Absent where there was none. */
  readonly replies?: ReplyCounts
  /** What answered the first request with a success instead of the API, such as an HTML page. */
  readonly foreign?: string
  readonly checks: readonly CheckResult[]
  /** Only of cases about availability. */
  readonly availability?: Availability
  /** The cell that failed, and what came of it, so that this one was not sent. */
  readonly after?: CellName & { readonly because: string }
  readonly source: Source
  /** Path below the report directory. */
  readonly wire?: string
  /** The first request as a curl command, without secrets. */
  readonly curl?: string
  readonly against?: AgainstCell
}

export type Summary = Readonly<Record<Verdict, number>> & {
  readonly cells: number
  readonly checks: number
  readonly requests: number
}

/** What narrowed a run; an absent member narrowed nothing. */
export interface RunSelection {
  readonly cases?: readonly string[]
  readonly apis?: readonly string[]
  readonly regions?: readonly string[]
  readonly models?: readonly string[]
  readonly level?: Level
  /** What the run was allowed to cost: `12`, `20k-tokens`, `2m`. */
  readonly budget?: string
  /** Set where only cells ran that had failed before. */
  readonly lastFailed?: boolean
  /** Which part of the planned cells ran, as positions in the whole plan. */
  readonly shard?: ShardSelection
}

/** Whether cases or checks were left out; regions and models only say where the suite ran. */
export function isNarrowed(selection: RunSelection = {}): boolean {
  const { cases, apis, level, budget, lastFailed, shard } = selection
  return [cases, apis, level, budget, lastFailed, shard].some((part) => part !== undefined)
}

/** No run is split into more parts. */
export const mostShards = 10_000

export interface ShardSelection {
  readonly index: number
  readonly count: number
  /** Cells of the whole plan. */
  readonly planned: number
  /** Position of each cell of this report in the whole plan, from 0. */
  readonly positions: readonly number[]
}

export interface Report {
  readonly schemaVersion: 1
  readonly suiteVersion: string
  readonly startedAt: string
  readonly durationMs: number
  readonly target: { readonly name: string; readonly endpoint: string; readonly version?: string }
  readonly against?: AgainstTarget
  readonly summary: Summary
  readonly exitCode: number
  /** The worst first; absent in reports of versions that did not compute them. */
  readonly causes?: readonly Cause[]
  /** Absent when the whole suite ran. */
  readonly selection?: RunSelection
  /** What repeats the run, but for its selection: `--target=NAME` and flags, not quoted for a shell. */
  readonly flags?: readonly string[]
  /** What a run that is not whole would have found. */
  readonly power?: Bought
  /** The entries that the run was held against, when there were any. */
  readonly baseline?: readonly BaselineEntry[]
  /** Set where a violated should fails. */
  readonly strict?: boolean
  /** Set when the run did not finish. */
  readonly interrupted?: boolean
  /** Preflight problems and baseline problems, one sentence each. */
  readonly problems: readonly string[]
  readonly cells: readonly CellResult[]
}
