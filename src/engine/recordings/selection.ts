import { suggest } from '../../model/text/nearest.ts'
import type { Check } from '../../model/case.ts'
import { levels, type Level } from '../../model/names.ts'
import { matchesGlob } from '../../model/text/glob.ts'
import { createSelection } from '../../model/text/selection.ts'
import type { KnownEntry } from './files.ts'
import { Problem } from '../../model/problem.ts'

export interface RecordingFilter {
  /** Globs over `har.name` or `har.name/check`; those after a `!` exclude. */
  readonly case?: readonly string[]
  readonly level?: Level
}

/**
 * The entries that were asked for, each with the checks that were.
 *
 * @throws Problem when a pattern matches no entry, or no entry is left
 */
export function selectEntries(
  entries: readonly KnownEntry[],
  filter: RecordingFilter,
): KnownEntry[] {
  const selection = createSelection(filter.case)
  const ids = entries.map(({ id }) => id)
  for (const { text, name } of selection.patterns) {
    if (ids.some((id) => matchesGlob(name, id))) continue
    const hint = suggest(name, ids) ?? `there is ${ids[0] ?? 'nothing to judge'}`
    throw new Problem(`--case=${text} matches no captured exchange: ${hint}`)
  }
  const selected = entries.filter(({ id }) => selection.has(id))
  if (selected.length === 0 && entries.length > 0) {
    throw new Problem('--case excludes every captured exchange: omit one of its exclusions.')
  }
  const ofLevel = filter.level && wantsOf(filter.level)
  return selected.map((entry) => {
    const isNamed = selection.checksOf(entry.id)
    const wants = isNamed === undefined ? ofLevel : wantsOf(filter.level, isNamed)
    return wants === undefined ? entry : { ...entry, wants }
  })
}

function wantsOf(level: Level | undefined, isNamed?: (id: string) => boolean) {
  return (check: Pick<Check, 'id' | 'level'>): boolean =>
    isStrictEnough(check.level, level) && (isNamed?.(check.id) ?? true)
}

function isStrictEnough(level: Level, least: Level = 'may'): boolean {
  return levels.indexOf(level) <= levels.indexOf(least)
}

/** Checks that are named where none is like the one that was given. */
const shownChecks = 8

/**
 * Refuses a pattern that names a check which none of its exchanges has.
 *
 * @param checksOf ids of all checks of an exchange
 * @throws Problem for the first such pattern
 */
export function refuseUnknownChecks(
  entries: readonly KnownEntry[],
  filter: Pick<RecordingFilter, 'case'>,
  checksOf: (entry: KnownEntry) => readonly string[],
): void {
  for (const { text, name, check } of createSelection(filter.case).patterns) {
    if (check === undefined) continue
    const known = new Set<string>()
    const isKnown = entries.some((entry) => {
      const ids = matchesGlob(name, entry.id) ? checksOf(entry) : []
      for (const id of ids) known.add(id)
      return ids.some((id) => matchesGlob(check, id))
    })
    if (isKnown) continue
    const hint = suggest(check, known) ?? `known: ${[...known].slice(0, shownChecks).join(', ')} …`
    throw new Problem(`--case=${text} matches no check of a captured exchange: ${hint}`)
  }
}
