/** Finds deviations by what a user calls them. */
import { programCommand } from '../model/package.ts'
import { nearest } from '../model/text/nearest.ts'
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
  const close = nearest(id, ids)
  const alike = ids.filter((known) => known.includes(id) || id.includes(known))
  const names = [...new Set([...(close === undefined ? [] : [close]), ...alike])].slice(0, 5)
  const hint = names.length === 0 ? '' : `Did you mean ${names.join(', ')}? `
  return `${hint}\`${programCommand} mutants --list\` lists all ${ids.length}.`
}
