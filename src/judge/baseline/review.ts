/** Entries that the program wrote and a person must review. */
import type { BaselineEntry } from '../../model/target.ts'

const unreviewed = /^recorded \d{4}-\d{2}-\d{2}, not yet reviewed$/

/** The reason of a new entry until a person writes one. */
export function unreviewedReason(today: string): string {
  return `recorded ${today}, not yet reviewed`
}

/** Whether the entry still has the reason that the program wrote. */
export function isUnreviewed({ reason }: BaselineEntry): boolean {
  return unreviewed.test(reason)
}

/** Which entries need a reason, as one sentence; an empty list when all have one. */
export function describeUnreviewed(entries: readonly BaselineEntry[]): string[] {
  const waiting = entries.filter(isUnreviewed)
  const [first] = waiting
  if (first === undefined) return []
  const more = waiting.length > 1 ? ` and ${waiting.length - 1} more` : ''
  const be = waiting.length > 1 ? 'are' : 'is'
  return [
    `Not yet reviewed in the baseline ${be} ${first.check} (${first.finding})${more}: give each a reason, an owner and a link.`,
  ]
}
