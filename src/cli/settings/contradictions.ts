/** Flags of `run` that cannot be given together. */
import type { RunFlags } from '../../engine/flags.ts'
import { Problem } from '../../model/problem.ts'

/** @throws Problem for flags that contradict each other, wherever their values come from */
export function refuseContradictions(flags: RunFlags): void {
  if (flags.againstEndpoint !== undefined && flags.against === undefined) {
    throw new Problem(
      '--against-endpoint is the address of a second target: name it with --against.',
    )
  }
  if (flags.updateBaseline !== true) return
  if (flags.baseline === 'none') {
    throw new Problem('--update-baseline needs a file to write: omit --baseline=none.')
  }
  const narrowing = narrowingFlag(flags)
  if (narrowing !== undefined) {
    throw new Problem(`--update-baseline needs all cells: omit ${narrowing}.`)
  }
}

/** What leaves cells out, so that an updated baseline would lose their entries. */
function narrowingFlag({ shard, budget, lastFailed, failFast }: RunFlags): string | undefined {
  if (shard !== undefined) return '--shard'
  if (budget !== undefined) return '--budget and --smoke'
  if (lastFailed !== undefined) return '--last-failed'
  return failFast === undefined ? undefined : '--fail-fast'
}
