import { suggest } from '../../model/text/nearest.ts'
import type { Check } from '../../model/case.ts'
import { levels, type Level } from '../../model/names.ts'
import { matchesGlob } from '../../model/text/glob.ts'
import type { Recording } from './recording.ts'
import { Problem } from '../../model/problem.ts'

export interface RecordingFilter {
  /** Globs over `har.name` or `har.name/check`. */
  readonly case?: readonly string[]
  readonly level?: Level
}

/**
 * The recordings that were asked for, each with the checks that were.
 *
 * @throws Problem when a pattern matches no recording
 */
export function selectRecordings(
  recordings: readonly Recording[],
  filter: RecordingFilter,
): Recording[] {
  const patterns = (filter.case ?? []).map((text) => {
    const [name = '', check] = text.split('/')
    return { text, name, check }
  })
  const ids = recordings.map(({ id }) => id)
  for (const { text, name } of patterns) {
    if (ids.some((id) => matchesGlob(name, id))) continue
    const hint = suggest(name, ids) ?? `there is ${ids[0] ?? 'nothing to judge'}`
    throw new Problem(`--case=${text} matches no captured exchange: ${hint}`)
  }
  return recordings.flatMap((recording) => {
    const own = patterns.filter(({ name }) => matchesGlob(name, recording.id))
    if (patterns.length > 0 && own.length === 0) return []
    const wants = (check: Pick<Check, 'id' | 'level'>): boolean =>
      isStrictEnough(check.level, filter.level) &&
      (own.length === 0 || own.some((pattern) => matchesGlob(pattern.check ?? '*', check.id)))
    return [{ ...recording, as: { ...recording.as, wants } }]
  })
}

function isStrictEnough(level: Level, least: Level = 'may'): boolean {
  return levels.indexOf(level) <= levels.indexOf(least)
}
