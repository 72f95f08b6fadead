/** What was not looked at, by reason: as prominent as what failed. */
import type { Report } from '../model/report.ts'
import type { Verdict } from '../model/words.ts'
import { judgedChecks } from './checks.ts'
import { reasonWords } from './text/words.ts'

export interface Unjudged {
  readonly verdict: Extract<Verdict, 'unsupported' | 'inconclusive'>
  readonly reason: string
  /** The particulars, as the first check that has any gives them. */
  readonly because?: string
  readonly checks: number
  /** Ids of the cases concerned, each once. */
  readonly cases: readonly string[]
}

/** Checks that are `inconclusive` or `unsupported`, one entry per verdict, reason and particulars. */
export function unjudged(report: Report): Unjudged[] {
  const entries = new Map<string, { first: Omit<Unjudged, 'checks' | 'cases'>; cases: string[] }>()
  for (const { cell, check } of judgedChecks(report.cells)) {
    const { verdict, because } = check
    if (verdict !== 'unsupported' && verdict !== 'inconclusive') continue
    const reason = check.reason === undefined ? 'no reason recorded' : reasonWords[check.reason]
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
