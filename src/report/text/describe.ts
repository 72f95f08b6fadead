/** Verdicts, reasons and numbers in words. */
import type { Reason, Verdict } from '../../model/names.ts'

interface Word {
  /** For terminals and plain text: one column wide. */
  readonly mark: string
  /** For Markdown; never shown without the word. */
  readonly symbol: string
  readonly meaning: string
}

export const verdictDescriptions: Readonly<Record<Verdict, Word>> = {
  fail: { mark: '✗', symbol: '❌', meaning: 'a rule that must hold was broken' },
  error: { mark: '!', symbol: '💥', meaning: 'unreachable, timed out, or a fault of this program' },
  warn: { mark: '⚠', symbol: '⚠️', meaning: 'a rule that should hold was broken' },
  inconclusive: {
    mark: '?',
    symbol: '❔',
    meaning: 'could not be judged',
  },
  known: { mark: '~', symbol: '📌', meaning: 'fails exactly as the baseline records' },
  fixed: { mark: '↑', symbol: '🔧', meaning: 'the baseline expects a failure that is gone' },
  unsupported: { mark: '-', symbol: '➖', meaning: 'the target declares that it lacks this' },
  pass: { mark: '✓', symbol: '✅', meaning: 'holds' },
}

/** The most urgent first: the order of every table. */
export const verdictOrder: readonly Verdict[] = [
  'fail',
  'error',
  'warn',
  'inconclusive',
  'known',
  'fixed',
  'unsupported',
  'pass',
]

export const reasonDescriptions: Readonly<Record<Reason, string>> = {
  throttled: 'throttled: the server asked us to slow down',
  'over-budget': 'over budget: the run was not allowed more requests or time',
  prerequisite: 'prerequisite: what it depends on did not hold',
  interval: 'interval: too few runs to decide',
  interrupted: 'interrupted: the run was stopped first',
  capability: 'capability: declared lacking, or refused cleanly',
  'not-run': 'not run',
  'not-captured': 'not captured: the recording lacks what the check reads',
  'not-judged': 'not judged: no check reads the body',
}

/** `3 checks`, `1 check`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`
}

/** Milliseconds as `812 ms`, `3.4 s` or `2 min 5 s`. */
export function duration(milliseconds: number): string {
  const rounded = Math.round(milliseconds)
  if (rounded < 1000) return `${rounded} ms`
  const seconds = rounded / 1000
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** How often a cause is seen, what of that only warns or follows from it, and how often what shows it passes. */
interface Extent {
  readonly checks: number
  readonly cells: number
  readonly warnings?: number
  readonly passing?: number
  readonly following?: number
}

/**
 * `318 checks in 206 cells, 4 of them warnings, 50 of them consequences, 12 others pass`: what always
 * fails has no others.
 * Consequences are often not judged, so a cause may concern more checks than failed.
 */
export function extentOf(extent: Extent): string {
  const { checks, cells, warnings = 0, passing = 0, following = 0 } = extent
  return [
    `${count(checks, 'check')} in ${count(cells, 'cell')}`,
    ...partOf(warnings, 'warning'),
    ...partOf(following, 'consequence'),
    ...(passing > 0 ? [`${count(passing, 'other')} ${passing === 1 ? 'passes' : 'pass'}`] : []),
  ].join(', ')
}

function partOf(number: number, noun: string): string[] {
  return number === 0 ? [] : [`${number} of them ${number === 1 ? `a ${noun}` : `${noun}s`}`]
}
