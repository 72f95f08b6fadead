/** `mutants --list`: the deviations, with what they do and where it was seen. */
import { largest } from '../../../model/lists/lists.ts'
import type { Deviation } from '../../../reference/deviation.ts'

/** One line for each, or JSON. */
export function describeDeviations(chosen: readonly Deviation[], json: boolean): string {
  const entries = chosen.map(({ id, kind, about, seen, kills = [] }) => ({
    id,
    kind,
    about,
    seen,
    ...(kind === 'mutant' && { kills }),
  }))
  const width = largest(entries.map(({ id }) => id.length))
  const lines = entries.map(
    ({ id, kind, about, seen }) =>
      `${kind.padEnd(6)}  ${id.padEnd(width)}  ${about}${seen.length > 0 ? ` (${seen.join(', ')})` : ''}`,
  )
  return json ? `${JSON.stringify(entries, null, 2)}\n` : `${lines.join('\n')}\n`
}
