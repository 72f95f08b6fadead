/** Preflight for a run: what of the plan can be judged, before it is sent. */
import { readError } from '../api/error-reply.ts'
import type { Cell } from '../data/plan.ts'
import { exitCodes } from '../judge/exit-code.ts'
import type { NotSent } from '../run/play.ts'
import { obstacle, type PreflightEntry } from '../target/preflight-entry.ts'
import { preflight } from '../target/preflight.ts'
import type { Opened } from './open-target.ts'
import { Problem } from './problem.ts'

export interface Cleared {
  /** Why a cell cannot be sent, when there is a reason. */
  readonly blocked: (cell: Cell) => NotSent | undefined
  /** One sentence each, for the report. */
  readonly problems: readonly string[]
  readonly requests: number
}

/**
 * Tries the surfaces, regions and models that the plan needs.
 *
 * @throws Problem with exit code 3 when nothing at all can be judged
 */
export async function preflightRun(
  { target, client }: Opened,
  cells: readonly Cell[],
  signal: AbortSignal,
): Promise<Cleared> {
  const result = await preflight(planned(target, cells), client.send, { readError, signal })
  if (signal.aborted)
    throw new Problem('Interrupted before anything was judged.', exitCodes.interrupted)
  if (result.fatal !== undefined) throw new Problem(result.fatal, exitCodes.unreachable)
  return {
    requests: result.requests,
    problems: [...result.warnings, ...result.entries.filter(({ ok }) => !ok).map(describe)],
    blocked: ({ surface, region, model }) => {
      const found = obstacle(result, { front: surface.front, region, model: model.id })
      return found && { ...toNotSent(found) }
    },
  }
}

/** The target narrowed to what the plan touches: a region nobody asked for costs no request. */
function planned(target: Opened['target'], cells: readonly Cell[]): Opened['target'] {
  const surfaces = target.surfaces.flatMap((surface) => {
    const own = cells.filter((cell) => cell.surface === surface)
    const regions = [...new Set(own.map(({ region }) => region))]
    const models = surface.models.filter((model) => own.some((cell) => cell.model === model))
    return own.length === 0 ? [] : [{ ...surface, regions, models }]
  })
  return { ...target, surfaces }
}

function describe({ message, remedy }: PreflightEntry): string {
  return `${message} ${remedy}`.trim()
}

function toNotSent(entry: PreflightEntry): NotSent {
  const because = describe(entry)
  const isSilent = ['name', 'connect', 'tls', 'answer'].includes(entry.step ?? '')
  return { reason: 'prerequisite', because, ...(isSilent && { unreachable: true }) }
}
