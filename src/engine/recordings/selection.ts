import { suggest } from '../../model/text/nearest.ts'
import type { Check } from '../../model/case.ts'
import { levels, type Level } from '../../model/names.ts'
import { matchesGlob } from '../../model/text/glob.ts'
import { createSelection } from '../../model/text/selection.ts'
import type { Recording } from './recording.ts'
import { Problem } from '../../model/problem.ts'

export interface RecordingFilter {
  /** Globs over `har.name` or `har.name/check`; those after a `!` exclude. */
  readonly case?: readonly string[]
  readonly level?: Level
}

/**
 * The recordings that were asked for, each with the checks that were.
 *
 * @throws Problem when a pattern matches no recording, or no recording is left
 */
export function selectRecordings(
  recordings: readonly Recording[],
  filter: RecordingFilter,
): Recording[] {
  const selection = createSelection(filter.case)
  const ids = recordings.map(({ id }) => id)
  for (const { text, name } of selection.patterns) {
    if (ids.some((id) => matchesGlob(name, id))) continue
    const hint = suggest(name, ids) ?? `there is ${ids[0] ?? 'nothing to judge'}`
    throw new Problem(`--case=${text} matches no captured exchange: ${hint}`)
  }
  const selected = recordings.filter(({ id }) => selection.has(id))
  if (selected.length === 0 && recordings.length > 0) {
    throw new Problem('--case excludes every captured exchange: omit one of its exclusions.')
  }
  return selected.map((recording) => {
    const isNamed = selection.checksOf(recording.id)
    const wants = (check: Pick<Check, 'id' | 'level'>): boolean =>
      isStrictEnough(check.level, filter.level) && (isNamed?.(check.id) ?? true)
    return { ...recording, as: { ...recording.as, wants } }
  })
}

function isStrictEnough(level: Level, least: Level = 'may'): boolean {
  return levels.indexOf(level) <= levels.indexOf(least)
}
