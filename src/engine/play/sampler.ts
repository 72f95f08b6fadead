/** Which steps of a cell are sent again, for the behaviours that are not decided. */
import { runsToCertainty } from '../../judge/statistics/curtail.ts'
import { possibleChecks, type Cell, type PlannedStep } from '../../model/plan.ts'
import type { CheckResult } from '../../model/report.ts'
import { chainOfStep } from '../../model/run/sent.ts'
import type { RunContext } from './context.ts'

/** Counts the plays of a cell and says what the next one is. */
export interface Sampler {
  /** These steps were sent once more. */
  readonly played: (steps: readonly PlannedStep[]) => void
  readonly next: (checks: readonly CheckResult[]) => NextPlay
}

interface NextPlay {
  /**
   * Those with a check that needs more samples, and those whose answers they quote; none when all is
   * decided.
   */
  readonly steps: readonly PlannedStep[]
  readonly rank: number
}

/** Rank of the samples, behind that of any first play: a cell that was not seen yet finds more. */
const behindFirstPlays = 1e6

/**
 * @param samples runs of each behaviour at first, and at most; a step with repeats has several runs in
 * one play
 */
export function createSampler(cell: Cell, { least, most }: RunContext['samples']): Sampler {
  const plays = new Map<string, number>()
  const limit = Math.max(least, most)
  /** Exchanges that follow one after the other, with as many plays as are wanted now. */
  const chainOf = (steps: readonly PlannedStep[]): number =>
    steps.reduce((sum, step) => {
      const done = plays.get(step.id) ?? 0
      return sum + chainOfStep(step) * ((done < least ? least : limit) - done)
    }, 0)
  const isWanting = ({ reason, statistics }: CheckResult): boolean => {
    if (statistics === undefined) return false
    // To look after each run and stop at the first that decides would err more often.
    if (statistics.runs < least) return true
    return reason === 'interval' && runsToCertainty(statistics, limit) > 0
  }
  return {
    played: (steps) => {
      for (const { id } of steps) plays.set(id, (plays.get(id) ?? 0) + 1)
    },
    next: (checks) => {
      const open = new Set(checks.filter(isWanting).map(({ id }) => id))
      const wanted = cell.steps.filter(
        (step) =>
          (plays.get(step.id) ?? 0) < limit && possibleChecks(step).some(({ id }) => open.has(id)),
      )
      const again = new Set(wanted.flatMap(({ id, again: ids = [id] }) => ids))
      const steps = cell.steps.filter(({ id }) => again.has(id))
      return { steps, rank: behindFirstPlays - chainOf(steps) }
    },
  }
}
