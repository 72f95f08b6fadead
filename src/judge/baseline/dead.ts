/** Entries of a baseline that have no effect any more. */
import { nearest } from '../../model/text/nearest.ts'
import type { BaselineEntry } from '../../model/target.ts'
import { isOfUnknownCase, type JudgedEntry } from './entry-state.ts'

/** A baseline entry that must be removed, corrected or renewed. */
export interface DeadEntry {
  readonly entry: BaselineEntry
  readonly why: 'matches-nothing' | 'gone' | 'expired'
  /** The case that was probably meant. */
  readonly nearest?: string
}

/**
 * Entries that have expired by `today` (an ISO date), whose check did not run, or whose failure is
 * gone.
 *
 * @param cases ids of all cases of the suite, for suggestions
 */
export function deadEntries(
  entries: readonly JudgedEntry[],
  today: string,
  cases?: readonly string[],
): DeadEntry[] {
  return entries.flatMap(({ entry, state }): DeadEntry[] => {
    if (state === 'unmatched') {
      const [id = ''] = entry.check.split('/')
      const isUnknown = cases !== undefined && isOfUnknownCase(entry, { cases })
      const near = isUnknown ? nearest(id, cases) : undefined
      return [{ entry, why: 'matches-nothing', ...(near !== undefined && { nearest: near }) }]
    }
    if (state === 'gone') return [{ entry, why: 'gone' }]
    return entry.expires !== undefined && entry.expires < today ? [{ entry, why: 'expired' }] : []
  })
}

/** Why an entry is dead and what to do, in one sentence. */
export function describeDead({ entry, why, nearest: near }: DeadEntry): string {
  const where = [entry.api, entry.region, entry.model].filter((part) => part !== undefined)
  const location = where.length > 0 ? ` [${where.join(' ')}]` : ''
  const what = `Baseline entry ${entry.check}${location} (${entry.finding})`
  const owner = entry.owner === undefined ? '' : ` Owner: ${entry.owner}.`
  if (why === 'expired') {
    const link = entry.link === undefined ? '' : ` (${entry.link})`
    return `${what} expired on ${entry.expires ?? 'an unknown day'}: fix what it tolerates${link}, or renew it with a reason.${owner}`
  }
  if (why === 'gone') {
    return `${what} expects a failure that is gone: remove it, or run again with --update-baseline.${owner}`
  }
  const hint = near === undefined ? '' : ` Did you mean ${near}?`
  return `${what} matches no check of this run: remove it, or correct its patterns.${hint}${owner}`
}
