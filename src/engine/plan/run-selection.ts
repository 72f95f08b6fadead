import type { RunSelection, ShardSelection } from '../../model/report.ts'
import type { SelectionFlags } from '../flags.ts'

/** What the flags narrow a run to, for its report; nothing when the whole suite runs. */
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
    ...(shard && { shard }),
  }
  return Object.keys(selection).length === 0 ? undefined : selection
}
