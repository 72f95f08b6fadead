/** The checks that were not judged, by reason: shown as prominently as failures. */
import type { Verdict } from '../../model/names.ts'
import { reasonDescriptions } from '../text/describe.ts'
import type { Judged } from './checks.ts'

export interface Unjudged {
  readonly verdict: Extract<Verdict, 'unsupported' | 'inconclusive'>
  readonly reason: string
  /** The particulars, where the checks have any. */
  readonly because?: string
  readonly checks: number
  /** Ids of the cases concerned, each once. */
  readonly cases: readonly string[]
}

/** Checks that are `inconclusive` or `unsupported`: an entry for each verdict, reason and particulars. */
export function unjudged(judged: readonly Judged[]): Unjudged[] {
  const entries = new Map<string, { first: Omit<Unjudged, 'checks' | 'cases'>; cases: string[] }>()
  for (const { cell, check } of judged) {
    const { verdict, because } = check
    if (verdict !== 'unsupported' && verdict !== 'inconclusive') continue
    const reason =
      check.reason === undefined ? 'no reason recorded' : reasonDescriptions[check.reason]
    const key = JSON.stringify([verdict, reason, because])
    const first = { verdict, reason, ...(because !== undefined && { because }) }
    const entry = entries.get(key) ?? { first, cases: [] }
    entry.cases.push(cell.case)
    entries.set(key, entry)
  }
  return [...entries.values()]
    .map(({ first, cases }) => ({ ...first, checks: cases.length, cases: [...new Set(cases)] }))
    .toSorted((one, other) => other.checks - one.checks)
}
