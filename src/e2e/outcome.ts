/** The result of one part of an end-to-end run. */
import { largest } from '../model/lists/lists.ts'
import type { Claim } from './claim.ts'
import { exitCodes } from '../model/exit-codes.ts'

export interface Outcome {
  /** For example `llama-stack 0.7.3: the suite`. */
  readonly name: string
  readonly exitCode: number
  /** One sentence. */
  readonly says: string
  /** Set where it could not be installed, so that nothing was judged. */
  readonly notRun?: true
  /** What the suite sent, where it ran; else what reached the reference. */
  readonly requests?: number
  readonly seconds?: number
}

/** What the exit codes of a run mean. */
const sentences: Readonly<Record<number, string>> = {
  0: 'Conformant, but for what its baseline records.',
  1: 'Not conformant: at least one must was violated that its baseline does not record.',
  2: 'Nothing was sent: a flag or a file is wrong.',
  3: 'Nothing was judged: it could not be reached.',
  4: 'Conformant, but its baseline expects failures that are gone.',
  5: 'Undecided: too many checks could not be judged.',
  130: 'Interrupted.',
}

/**
 * The outcome of a run of the suite.
 *
 * @param undecided why it is expected to end undecided
 */
export function suiteOutcome(name: string, exitCode: number, undecided?: string): Outcome {
  if (undecided !== undefined && exitCode === exitCodes.inconclusive) {
    return { name, exitCode: exitCodes.conformant, says: `Undecided, as recorded: ${undecided}` }
  }
  if (undecided !== undefined && exitCode === exitCodes.conformant) {
    const says = `It can be judged, although it is recorded that it cannot: ${undecided}`
    return { name, exitCode: exitCodes.staleBaseline, says }
  }
  return { name, exitCode, says: sentences[exitCode] ?? `It ended with code ${exitCode}.` }
}

/** The outcome of what a real client saw: one claim that does not hold is a violation. */
export function claimsOutcome(name: string, claims: readonly Claim[]): Outcome {
  const broken = claims.filter(({ holds }) => !holds)
  const [first] = broken
  if (first === undefined) {
    return { name, exitCode: exitCodes.conformant, says: `All ${claims.length} claims hold.` }
  }
  const described = broken.map(({ says }) => `\n    not so: ${says}`).join('')
  const says = `${broken.length} of ${claims.length} claims do not hold.${described}\n    seen: ${first.seen}`
  return { name, exitCode: exitCodes.violation, says }
}

/**
 * The outcome, with what it cost.
 *
 * @param requests how many there were so far; what the outcome says itself is preferred
 */
export async function measured(
  requests: () => number,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const before = { requests: requests(), at: performance.now() }
  const outcome = await work()
  const seconds = (performance.now() - before.at) / 1000
  return { requests: requests() - before.requests, seconds, ...outcome }
}

/** The exit code of all parts together: a violation before anything else that is wrong. */
export function worstExitCode(outcomes: readonly Outcome[]): number {
  const codes = outcomes.map(({ exitCode }) => exitCode).filter((code) => code !== 0)
  return codes.find((code) => code === exitCodes.violation) ?? codes[0] ?? exitCodes.conformant
}

/** The outcome of a part that could not be installed. */
export function notRun(name: string, problem: string): Outcome {
  return { name, exitCode: exitCodes.unreachable, says: `NOT RUN: ${problem}`, notRun: true }
}

/**
 * The closing table, one line for each outcome, and one that counts.
 *
 * @param leftOut names of the parts that the budget left out
 */
export function renderOutcomes(outcomes: readonly Outcome[], leftOut: readonly string[]): string {
  const width = largest(outcomes.map(({ name }) => name.length))
  const lines = outcomes.map((outcome) => {
    const sign = outcome.notRun ? '-' : outcome.exitCode === 0 ? '✓' : '✗'
    return `${sign} ${outcome.name.padEnd(width)}  ${cost(outcome)}  ${outcome.says}\n`
  })
  return [...lines, count(outcomes, leftOut)].join('')
}

/** Requests and seconds, in columns. */
function cost({ requests, seconds }: Outcome): string {
  const sent = requests === undefined ? '' : `${requests} requests`
  const took = seconds === undefined ? '' : `${Math.round(seconds)} s`
  return `${sent.padStart(14)} ${took.padStart(6)}`
}

function count(outcomes: readonly Outcome[], leftOut: readonly string[]): string {
  const absent = outcomes.filter((outcome) => outcome.notRun).length
  const green = outcomes.filter(({ exitCode }) => exitCode === 0).length
  const rest =
    leftOut.length === 0 ? '' : `, ${leftOut.length} left out by --budget (${leftOut.join(', ')})`
  return `${outcomes.length} results: ${green} as expected, ${outcomes.length - green - absent} not, ${absent} NOT RUN${rest}.\n`
}
