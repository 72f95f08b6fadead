/** Where a strict client and the suite disagree on what is legal, and why. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { matchesGlob } from '../../model/text/glob.ts'
import { Problem } from '../../model/problem.ts'
import { renderProblem } from '../../yaml/file-problem.ts'
import { parseYamlFile } from '../../yaml/validate.ts'
import { claim, type Claim } from '../claim.ts'
import type { Refusals } from './strict-client.ts'

const disagreement = z.strictObject({
  call: z.string().min(1).describe('Client and API, * for any run of characters'),
  oddity: z.string().min(1).describe('Id of a legal behaviour that the client refuses, a glob'),
  reason: z.string().min(1).describe('Why the suite calls it legal all the same'),
})

const format = z.strictObject({ disagreements: z.array(disagreement) })

export type Disagreement = z.infer<typeof disagreement>

/** What a client refused while the reference behaved in an unusual and legal way. */
export interface Refused {
  readonly call: string
  readonly oddity: string
  readonly error: string
}

/** @throws Problem with every mistake of the file */
export function loadDisagreements(file: string): readonly Disagreement[] {
  const read = parseYamlFile(readFileSync(file, 'utf8'), file, format)
  if ('problems' in read) throw new Problem(read.problems.map(renderProblem).join('\n'))
  return read.value.disagreements
}

/** The calls that failed, of those that succeed when nothing is unusual. */
export function refusedCalls(oddity: string, plain: Refusals, seen: Refusals): readonly Refused[] {
  return Object.entries(seen).flatMap(([call, error]) =>
    error === null || plain[call] !== null ? [] : [{ call, oddity, error }],
  )
}

/** Every refusal must be explained, and every explanation of these calls must still hold. */
export function disagreementClaims(
  refused: readonly Refused[],
  known: readonly Disagreement[],
  calls: readonly string[],
): Claim[] {
  const isAbout = (entry: Disagreement, { call, oddity }: Pick<Refused, 'call' | 'oddity'>) =>
    matchesGlob(entry.call, call) && matchesGlob(entry.oddity, oddity)
  const own = known.filter((entry) => calls.some((call) => matchesGlob(entry.call, call)))
  return [
    ...refused.map((one) => {
      const isExplained = known.some((entry) => isAbout(entry, one))
      return claim(`${one.call} takes ${one.oddity}, or why not is known`, isExplained, one.error)
    }),
    ...own.map((entry) => {
      const isSeen = refused.some((one) => isAbout(entry, one))
      return claim(`${entry.call} refuses ${entry.oddity}, as recorded`, isSeen, 'it takes it now')
    }),
  ]
}
