import type { Report } from '../../model/report.ts'
import { elide } from './width.ts'

const longestPart = 120

/**
 * The flags that narrowed a run, since its verdict is about nothing else; undefined for a run of the
 * whole suite. Of a budget the headline speaks.
 */
export function partText({ selection = {} }: Pick<Report, 'selection'>): string | undefined {
  const { cases = [], apis, level, lastFailed, shard } = selection
  const flags = [
    ...cases.map((one) => `--case=${one}`),
    apis && `--api=${apis.join(',')}`,
    level && `--level=${level}`,
    lastFailed === true ? '--last-failed' : undefined,
    shard && `--shard=${shard.index}/${shard.count}`,
  ].filter((flag) => flag !== undefined)
  return flags.length === 0 ? undefined : elide(flags.join(' '), longestPart)
}
