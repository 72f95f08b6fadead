import type { RunSelection, ShardSelection } from '../../model/report.ts'
import type { SelectionFlags } from '../flags.ts'

/** The selection of a run, for its report; undefined when the whole suite runs. */
export function runSelection(
  flags: SelectionFlags,
  shard: ShardSelection | undefined,
): RunSelection | undefined {
  const everywhere = flags.region?.includes('all') ?? false
  const selection: RunSelection = {
    ...(flags.case && { cases: flags.case }),
    ...(flags.api && { apis: flags.api }),
    ...(flags.region && !everywhere && { regions: flags.region }),
    ...(flags.model && { models: flags.model }),
    ...(flags.level && { level: flags.level }),
    ...(flags.lastFailed !== undefined && { lastFailed: true }),
    ...(shard && { shard }),
  }
  return Object.keys(selection).length === 0 ? undefined : selection
}
