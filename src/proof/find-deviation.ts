/** Finds deviations by what a user calls them. */
import { closest } from 'fastest-levenshtein'
import type { Deviation } from '../reference/deviation.ts'
import { deviations } from './deviations/registry.ts'

/** Finds a deviation by kind and id. Throws an `Error` that suggests the nearest ids. */
export function findDeviation(kind: Deviation['kind'], id: string): Deviation {
  const found = deviations.find((entry) => entry.kind === kind && entry.id === id)
  if (found) return found
  const ids = deviations.filter((entry) => entry.kind === kind).map((entry) => entry.id)
  throw new Error(`Unknown ${kind} '${id}'. ${suggestion(id, ids)}`)
}

function suggestion(id: string, ids: readonly string[]): string {
  if (ids.length === 0) return 'None exists.'
  const near = ids.filter((known) => known.includes(id) || id.includes(known))
  const names = [...new Set([closest(id, [...ids]), ...near])].slice(0, 5)
  return `Did you mean ${names.join(', ')}? There are ${ids.length}.`
}
