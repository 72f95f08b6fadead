/** One root of failures, as `report.json` carries it. */
import type { ApiName, CellName, Level, Owner, Verdict } from '../names.ts'

/** What the rules of the ledger add to a cause; the catalogue's `rules` fits. */
export type RuleFacts = ReadonlyMap<
  string,
  { readonly text: string; readonly remedy?: string; readonly owner?: Owner }
>

/** A check of a cell: what a cause is shown by. */
interface CauseExample extends CellName {
  readonly check: string
}

/** Checks that fail because of a cause, but are not the cause. */
export interface CauseConsequence {
  readonly rule: string
  readonly code: string
  readonly checks: number
}

/** Checks that did not pass and have one root. The verdicts of the checks do not depend on it. */
export interface Cause {
  /** The same in every run that shows the cause. */
  readonly id: string
  /** Of the checks that show the root; empty where no rule was judged. */
  readonly rule: string
  /** Finding code; without a finding, the reason, or `error` for an exchange that was not completed. */
  readonly code: string
  readonly level: Level
  /** The worst of its checks. */
  readonly verdict: Extract<Verdict, 'fail' | 'error' | 'warn' | 'known' | 'inconclusive'>
  readonly owner: Owner
  /** What the owner changes; absent where the ledger states nothing. */
  readonly remedy?: string
  /** One sentence: what is wrong, in the words of the server where it refused. */
  readonly message: string
  readonly apis: readonly ApiName[]
  readonly regions: readonly string[]
  readonly models: readonly string[]
  /** Checks and cells concerned, the consequences included. */
  readonly checks: number
  readonly cells: number
  /** Of the checks, those that only warn, where others violate; absent where none does. */
  readonly warnings?: number
  /**
   * How often the checks that show the root pass on the same APIs, in the same regions and for the same
   * models: none where it always fails. Absent in reports of earlier versions.
   */
  readonly passing?: number
  readonly consequences: readonly CauseConsequence[]
  readonly example: CauseExample
}
