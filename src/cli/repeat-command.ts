import { shellWord } from '../report/context.ts'
import type { SelectionFlags } from './flags.ts'

/** The command that judges the same target again, without its selection: reports add that. */
export function repeatCommand(flags: SelectionFlags): string {
  const { target, endpoint, auth, mutant, oddity } = flags
  const region = flags.region?.join(',')
  const trouble = flags.trouble?.join(',')
  const given = { endpoint, region, auth, mutant, oddity, trouble }
  const more = Object.entries(given).flatMap(([flag, value]) =>
    value === undefined ? [] : [shellWord(`--${flag}=${value}`)],
  )
  return ['npm test --', shellWord(`--target=${target}`), ...more].join(' ')
}
