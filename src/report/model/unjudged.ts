/** The checks that were not judged, by reason: shown as prominently as failures. */
import { memo } from '../../model/lists/memo.ts'
import type { Verdict } from '../../model/names.ts'
import type { CheckResult } from '../../model/report.ts'
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
export function unjudged(judged: Iterable<Judged>): Unjudged[] {
  const entries = new Map<string, Entry>()
  const entryOf = memo((check: CheckResult): Entry | undefined => {
    const why = whyUnjudged(check)
    if (why === undefined) return undefined
    const key = JSON.stringify([why.verdict, why.reason, why.because])
    const entry = entries.get(key) ?? { why, checks: 0, cases: new Set() }
    entries.set(key, entry)
    return entry
  })
  for (const { cell, check } of judged) {
    const entry = entryOf(check)
    if (entry === undefined) continue
    entry.checks += 1
    entry.cases.add(cell.case)
  }
  return [...entries.values()]
    .map(({ why, checks, cases }) => ({ ...why, checks, cases: [...cases] }))
    .toSorted((one, other) => other.checks - one.checks)
}

interface Entry {
  readonly why: Omit<Unjudged, 'checks' | 'cases'>
  checks: number
  readonly cases: Set<string>
}

function whyUnjudged({ verdict, reason, because }: CheckResult): Entry['why'] | undefined {
  if (verdict !== 'unsupported' && verdict !== 'inconclusive') return undefined
  const described = reason === undefined ? 'no reason recorded' : reasonDescriptions[reason]
  return { verdict, reason: described, ...(because !== undefined && { because }) }
}
