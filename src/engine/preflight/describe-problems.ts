/** What keeps a run from being judged: one line for each cause, however many regions and models it concerns. */
import { groupBy } from '../../model/lists/group-by.ts'
import type { PreflightEntry } from '../../target/preflight/entry.ts'

/** The same cause in several regions, or for several models, is named once with all of them. */
export function describeProblems(entries: readonly PreflightEntry[]): string[] {
  return groupBy(entries, (entry) => [entry.step, entry.class, entry.evidence?.status]).map(
    describe,
  )
}

function describe([first, ...others]: readonly PreflightEntry[]): string {
  if (first === undefined) return ''
  const { message, remedy } = first
  const more = [...new Set(others.map(locationOf))].filter(
    (location) => location !== locationOf(first),
  )
  const alike = more.length === 0 ? '' : `The same in ${more.length} more: ${more.join(', ')}.`
  return [message, alike, remedy].filter((part) => part !== '').join(' ')
}

function locationOf({ region, model }: PreflightEntry): string {
  return model === undefined ? region : `${region} (${model})`
}
