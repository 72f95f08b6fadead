/** The first lines of a comparison: which runs, what came of it. */
import type { Comparison, Side } from '../../model/comparison.ts'

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

/** One sentence with the exit code. */
export function outcomeOf({ regressions }: Comparison): {
  readonly verdict: string
  readonly sentence: string
  readonly tone: 'good' | 'bad'
} {
  if (regressions.length === 0) {
    return { verdict: 'NO REGRESSION', sentence: 'Nothing got worse (exit code 0).', tone: 'good' }
  }
  return {
    verdict: 'REGRESSION',
    sentence: `${regressions.join('; ')} (exit code 1).`,
    tone: 'bad',
  }
}
