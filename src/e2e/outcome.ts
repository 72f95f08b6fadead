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

/** The outcome of a run of the suite. */
export function suiteOutcome(name: string, exitCode: number): Outcome {
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

/** The exit code of all parts together: a violation before anything else that is wrong. */
export function worstExitCode(outcomes: readonly Outcome[]): number {
  const codes = outcomes.map(({ exitCode }) => exitCode).filter((code) => code !== 0)
  return codes.find((code) => code === exitCodes.violation) ?? codes[0] ?? exitCodes.conformant
}

/** The closing table, one line for each part. */
export function renderOutcomes(outcomes: readonly Outcome[]): string {
  const width = largest(outcomes.map(({ name }) => name.length))
  return outcomes
    .map(({ name, exitCode, says }) => {
      return `${exitCode === 0 ? '✓' : '✗'} ${name.padEnd(width)}  ${says}\n`
    })
    .join('')
}
