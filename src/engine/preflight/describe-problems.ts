/** Obstacles in words: one line for each cause, however many places it concerns. */
import type { PreflightEntry } from '../../target/preflight/entry.ts'

/** The same cause in several regions, or for several models, is told once with all its places. */
export function describeProblems(entries: readonly PreflightEntry[]): string[] {
  const groups = new Map<string, PreflightEntry[]>()
  for (const entry of entries) {
    const cause = `${entry.step ?? ''} ${entry.class ?? ''} ${entry.evidence?.status ?? ''}`
    groups.set(cause, [...(groups.get(cause) ?? []), entry])
  }
  return [...groups.values()].map(describe)
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
