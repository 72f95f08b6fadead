/** Whether faults are injected behind a target, as `--upstream` promises. */
import type { Cell } from '../../model/plan.ts'
import type { Target } from '../../model/target.ts'
import type { RunFlags } from '../flags.ts'

/** `--upstream` promises cases that a target may not have: a sentence where none of them is planned. */
export function faultsNotInjected(
  { case: selected }: RunFlags,
  cells: readonly Cell[],
  { endpoints }: Target,
): string[] {
  const claims = endpoints.some(
    ({ upstream, kind }) => upstream !== undefined && kind !== 'llamastack',
  )
  if (
    !claims ||
    selected !== undefined ||
    cells.some(({ case: { upstream } }) => upstream !== undefined)
  )
    return []
  return [
    '--upstream=reference: no case injects a fault behind this target: they ask by openai-chat and openai-chat-stream, which this run does not have.',
  ]
}
