/** Filters over names: a pattern that matches nothing is reported as a mistake. */
import { Problem } from '../../model/problem.ts'
import { nearest } from '../../model/text/nearest.ts'
import { matchesGlob } from '../../model/text/glob.ts'

/** The most names that a message lists. */
const listed = 12

function known(names: readonly string[]): string {
  const shown = names.slice(0, listed).join(', ')
  return names.length > listed ? `${shown} and ${names.length - listed} more` : shown
}

/**
 * Describes a pattern that matches none of `names`.
 *
 * @param what for example `--api`
 */
export function noMatch(what: string, pattern: string, names: readonly string[]): string {
  const near = nearest(pattern.replaceAll('*', ''), names)
  const hint = near === undefined ? `Available: ${known(names)}.` : `Did you mean ${near}?`
  return `${what}=${pattern} matches nothing. ${names.length === 0 ? '' : hint}`.trimEnd()
}

/**
 * A test for names that match one of `patterns`; all names when there are no patterns.
 *
 * @throws Problem for the first pattern that matches no name
 */
export function nameFilter(
  what: string,
  patterns: readonly string[] | undefined,
  names: readonly string[],
): (name: string) => boolean {
  if (patterns === undefined) return () => true
  const unmatched = patterns.find((pattern) => !names.some((name) => matchesGlob(pattern, name)))
  if (unmatched !== undefined) throw new Problem(noMatch(what, unmatched, names))
  return (name) => patterns.some((pattern) => matchesGlob(pattern, name))
}
