/** What changed from run to run of a history. */
import type { HistoryEntry, TrendRow } from '../../model/history.ts'
import type { Verdict } from '../../model/names.ts'
import { isFailing } from '../verdict/verdict-sets.ts'

/**
 * Rows, the oldest first. Only `fail` is a new failure: other verdicts do not fail a run. A failure
 * that became known or a warning is not fixed.
 */
export function trendOf(history: readonly HistoryEntry[]): TrendRow[] {
  const entries = history.toSorted((one, other) => (one.at < other.at ? -1 : 1))
  let failing = new Set<string>()
  return entries.map((entry, index) => {
    const now = failingAt(entry, (verdict) => verdict === 'fail')
    const seen = new Set(entry.places)
    const open = openAt(entry)
    const isJudged = (key: string): boolean => {
      const [check = '', location = ''] = key.split('\t')
      const [id = ''] = check.split('/')
      return (
        ![check, `${id}/*`].some((name) => open.has(`${name}\t${location}`)) && seen.has(location)
      )
    }
    const still = failingAt(entry, isFailing)
    const fixed = [...failing].filter((key) => !still.has(key) && isJudged(key))
    const newFailures = index === 0 ? [] : [...now].filter((key) => !failing.has(key))
    failing = new Set([...failing].filter((key) => !fixed.includes(key)).concat([...now]))
    return { entry, newFailures: checksOf(newFailures), fixed: checksOf(fixed) }
  })
}

function failingAt(
  { failing, places }: HistoryEntry,
  counts: (verdict: Verdict) => boolean,
): Set<string> {
  const failures = failing.filter(({ verdict }) => counts(verdict))
  return new Set(failures.flatMap(({ check, at }) => at.map((one) => `${check}\t${places[one]}`)))
}

function openAt({ open, places }: HistoryEntry): Set<string> {
  return new Set(open.flatMap(({ check, at }) => at.map((one) => `${check}\t${places[one]}`)))
}

function checksOf(keys: readonly string[]): string[] {
  return [...new Set(keys.map((key) => key.split('\t')[0] ?? ''))]
}
