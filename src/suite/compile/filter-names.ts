/** Filters that name things: every pattern must match something, or the user mistyped it. */
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
 * @returns the test, or a description of the first pattern that matches no name
 */
export function nameFilter(
  what: string,
  patterns: readonly string[] | undefined,
  names: readonly string[],
): { readonly keeps: (name: string) => boolean } | { readonly problem: string } {
  if (patterns === undefined) return { keeps: () => true }
  const lost = patterns.find((pattern) => !names.some((name) => matchesGlob(pattern, name)))
  if (lost !== undefined) return { problem: noMatch(what, lost, names) }
  return { keeps: (name) => patterns.some((pattern) => matchesGlob(pattern, name)) }
}
