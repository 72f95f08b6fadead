/** The baseline that a run is judged by: updated first where `--update-baseline` asks for it. */
import { exitCodes } from '../../model/exit-codes.ts'
import { Problem } from '../../model/problem.ts'
import type { Target } from '../../model/target.ts'
import type { Scene } from '../../judge/baseline/entry-state.ts'
import { baselineFile } from '../../target/files/files.ts'
import type { RunFlags } from '../flags.ts'
import { rewriteBaseline, type Rewritten } from './rewrite-baseline.ts'

const notUpdated =
  'The baseline was not updated, since the run ended early: what it did not ask may still fail.'

/**
 * The baseline, updated first when `--update-baseline` is set and its file can be written. A run that
 * ended early updates nothing: an entry is taken out only where it was asked for.
 */
export async function currentBaseline(
  flags: RunFlags,
  target: Target,
  scene: Scene,
  { startedAt, signal }: { readonly startedAt: Date; readonly signal: AbortSignal },
): Promise<Rewritten & { readonly problem?: Problem }> {
  if (flags.updateBaseline !== true) return unchanged(target)
  if (signal.aborted) return unchanged(target, [notUpdated])
  const { name, baseline, baselineName = name, baselineFile: chosen } = target
  const today = startedAt.toISOString().slice(0, 10)
  const file = baselineFile(baselineName, flags.baseline ?? chosen)
  try {
    return await rewriteBaseline(file, name, baseline, scene, today)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { ...unchanged(target), problem: new Problem(error.message, exitCodes.unwritten) }
  }
}

function unchanged({ baseline }: Target, notes: readonly string[] = []): Rewritten {
  return { entries: baseline, isRewritten: false, notes }
}
