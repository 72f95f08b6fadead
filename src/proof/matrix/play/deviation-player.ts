/** Plays deviations on one embedded reference, one after the other. */
import type { Send } from '../../../model/exchange.ts'
import type { Cell } from '../../../model/plan.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { deviations } from '../../deviations/registry.ts'
import { startReference } from '../../../reference/server.ts'
import type { RunContext } from '../../../engine/play/context.ts'
import { settleIds } from '../../../engine/judge/settle-ids.ts'
import { createLanes, runCells } from '../../../engine/play/schedule/run-cells.ts'
import type { CellRun } from '../../../engine/play/run-cell.ts'
import type { ResolvedTarget } from '../../../target/resolve/resolved.ts'
import { contextOf } from '../../../engine/play/execute.ts'
import { canTouch, cellsFor, chooseCells, withoutBehaviours } from '../choose.ts'
import type { Candidate } from '../candidate.ts'
import { createClients, patience } from './clients.ts'
import type { Breadth } from '../jobs.ts'
import { nothing, summary, type Played } from '../played.ts'
import { moverTo, targetOn, type SuitePlan } from './plan.ts'
import { watch, type Watched } from './watched.ts'

export interface DeviationPlayer {
  /**
   * Plays the reference without a deviation: on every cell, or on those that prove the deviations
   * with these ids.
   */
  readonly playPlain: (ids?: readonly string[]) => Promise<Played>
  /** Plays the deviation with that id. */
  readonly play: (id: string, breadth: Breadth) => Promise<Played>
  /**
   * Plays the deviations with these ids at the same time, on every cell that one of them can change.
   * Cells that turn red are played again with each of them alone.
   */
  readonly playTogether: (ids: readonly string[]) => Promise<Played[]>
  readonly close: () => Promise<void>
}

/** Parallel exchanges: enough to use idle time, few enough to keep arrival times accurate. */
const concurrency = 6

/** Plays of a behaviour: enough to distinguish one that never holds from one that should. */
const samples = 4

/** A floor above one half takes more than four of four. */
const mostSamples = 6

/** Starts a reference, on which the cells of the plan are played. */
export async function createDeviationPlayer(plan: SuitePlan): Promise<DeviationPlayer> {
  const { compile, candidates } = plan
  const live: Deviation[] = []
  const server = await startReference({ deviations: live })
  const clients = createClients()
  const reach = async (defect?: Deviation['key']): Promise<Reached> => {
    const target = await targetOn(server, defect)
    return { target, move: moverTo(target, plan) }
  }
  const usual = await reach()
  const playOn = async (
    { target }: Reached,
    cells: readonly Cell[],
    watched: readonly Watched[],
    silence = patience,
  ) => {
    const played = watched.map(({ deviation }) => deviation)
    live.splice(0, Infinity, ...played)
    const faults = server.faults.length
    const started = performance.now()
    const client = clients.lend(target, played, silence)
    const runs = await playCells(target, cells, client.send).finally(client.giveBack)
    return {
      durationMs: performance.now() - started,
      faults: server.faults.slice(faults).map(String),
      ...summary(runs),
    }
  }
  const playAlone = async (
    reached: Reached,
    cells: readonly Cell[],
    deviation?: Deviation,
  ): Promise<Played> => {
    const watched = deviation && watch(deviation)
    const { redIn: _, ...played } = await playOn(
      reached,
      cells,
      watched ? [watched] : [],
      deviation?.hangs,
    )
    return { id: deviation?.id, acted: watched?.acted() ?? false, ...played }
  }
  return {
    close: async () => {
      await clients.close()
      await server.close()
    },
    playPlain: async (ids) => {
      const cells = ids
        ? chooseCells(ids.map(deviationOf), candidates, compile)
        : candidates.map(({ cell }) => cell)
      return playAlone(usual, cells.map(usual.move))
    },
    playTogether: async (ids) => {
      const all = ids.map(deviationOf)
      const touched = candidates.filter((one) => all.some((own) => canTouch(one, own)))
      const watched = all.map((one) => watch(one))
      const protocolCell = (one: Candidate): Cell => usual.move(withoutBehaviours(one, compile))
      const cells = touched.map(protocolCell)
      const together = await playOn(usual, cells, watched)
      const again = touched.filter((_, at) => {
        const cell = cells[at]
        return cell !== undefined && together.redIn.has(cell)
      })
      const played: Played[] = []
      for (const [at, deviation] of all.entries()) {
        const isOwn = (one: Candidate): boolean => canTouch(one, deviation)
        const suspects = again.filter(isOwn).map(protocolCell)
        const alone = suspects.length > 0 ? await playAlone(usual, suspects, deviation) : nothing
        played.push({
          ...alone,
          id: deviation.id,
          cells: touched.filter(isOwn).length,
          requests: alone.requests + (at === 0 ? together.requests : 0),
          durationMs: alone.durationMs + (at === 0 ? together.durationMs : 0),
          acted: alone.acted || watched[at]?.acted() === true,
          green: together.green,
          faults: [...alone.faults, ...(at === 0 ? together.faults : [])],
        })
      }
      return played
    },
    play: async (id, breadth) => {
      const deviation = deviationOf(id)
      const reached = deviation.key ? await reach(deviation.key) : usual
      const chosen = cellsFor(deviation, candidates, compile, breadth).map(reached.move)
      const cells = chosen.map((cell) => claiming(cell, deviation.claims ?? []))
      return playAlone(reached, cells, deviation)
    },
  }
}

function deviationOf(id: string): Deviation {
  const found = deviations.find((entry) => entry.id === id)
  if (found === undefined) throw new Error(`Unknown deviation '${id}'.`)
  return found
}

/** The reference of a player, as a target, and what moves cells of the plan to it. */
interface Reached {
  readonly target: ResolvedTarget
  readonly move: (cell: Cell) => Cell
}

/** The cell with capabilities that the server claims while a deviation is played. */
function claiming(cell: Cell, claims: readonly string[]): Cell {
  if (claims.length === 0) return cell
  const claimed = Object.fromEntries(claims.map((name) => [name, true]))
  const capabilities = { ...cell.endpoint.capabilities, ...claimed }
  return { ...cell, endpoint: { ...cell.endpoint, capabilities } }
}

/** Plays cells of a reference as every play of a deviation does. */
export async function playCells(
  target: ResolvedTarget,
  cells: readonly Cell[],
  send: Send,
): Promise<CellRun[]> {
  const signal = new AbortController().signal
  const flags = { target: 'reference', concurrency, level: 'should' } as const
  const usual = contextOf({ target, flags, send, signal })
  const context: RunContext = {
    ...usual,
    samples: { least: samples, most: mostSamples },
    // Repeats are judged; the wait between them is not.
    retry: { ...usual.retry, refusals: 3, firstWait: 1, longestWait: 5 },
  }
  const silent = { onFinish: () => undefined }
  const runs = await runCells(cells, context, silent, createLanes(concurrency))
  return runs.map((run) => settleIds(run, context))
}
