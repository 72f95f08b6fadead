/** The first lines of a comparison: the runs and the outcome. */
import type { Comparison, Side } from '../../model/comparison.ts'

export interface Outcome {
  /** In capitals. */
  readonly verdict: string
  /** One sentence, with the exit code. */
  readonly sentence: string
  readonly tone: 'good' | 'bad' | 'open'
}

/** `llamastack 0.7.1, 2026-01-02 03:00 → 0.7.2, 2026-01-03 03:00 (suite 0.1.0)`. */
export function runsLine({ runs }: Comparison): string {
  const older = runs.at(-2)
  const newest = runs.at(-1)
  if (older === undefined || newest === undefined) return ''
  const more = runs.length > 2 ? `, ${runs.length - 2} earlier for the trend` : ''
  return `${sideText(older)} → ${sideText(newest)}${more}`
}

function sideText({ target, version, startedAt, exitCode }: Side): string {
  const name = version === undefined ? target : `${target} ${version}`
  return `${name}, ${startedAt.slice(0, 16).replace('T', ' ')} (exit code ${exitCode})`
}

/** Whether the newest run is worse, and why. */
export function outcomeOf({ regressions, undecided }: Comparison): Outcome {
  if (regressions.length === 0) {
    return undecided === undefined
      ? { verdict: 'NO REGRESSION', sentence: 'Nothing got worse (exit code 0).', tone: 'good' }
      : { verdict: 'UNDECIDED', sentence: `${undecided} (exit code 5).`, tone: 'open' }
  }
  return {
    verdict: 'REGRESSION',
    sentence: `${regressions.join('; ')} (exit code 1).`,
    tone: 'bad',
  }
}
