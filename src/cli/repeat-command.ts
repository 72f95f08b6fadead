import { shellQuoted } from '../report/text/shell-word.ts'
import type { RunFlags, SelectionFlags } from '../engine/flags.ts'

/**
 * The command that judges the same target again, without its selection: reports add that.
 *
 * @param replaced flags that are added with other values
 */
export function repeatCommand(
  flags: SelectionFlags & Pick<Partial<RunFlags>, 'against' | 'againstEndpoint'>,
  replaced: readonly string[] = [],
): string {
  const { target, endpoint, auth, mutant, oddity, upstream, against } = flags
  const region = flags.region?.join(',')
  const trouble = flags.trouble?.join(',')
  const second = { against, 'against-endpoint': flags.againstEndpoint }
  const given = { endpoint, region, auth, mutant, oddity, trouble, upstream, ...second }
  const more = Object.entries(given).flatMap(([flag, value]) =>
    value === undefined || replaced.includes(flag) ? [] : [shellQuoted(`--${flag}=${value}`)],
  )
  return ['npm test --', shellQuoted(`--target=${target}`), ...more].join(' ')
}
