/** Starts the reference with a deviation chosen by name. */
import { startReference, type ReferenceOptions, type ReferenceServer } from '../reference/server.ts'
import { findDeviation } from './find-deviation.ts'
import { messageOfError, Problem } from '../model/problem.ts'

export interface PlayOptions extends ReferenceOptions {
  /** Id of a defect to play. */
  readonly mutant?: string
  /** Id of an unusual but legal behaviour to play. */
  readonly oddity?: string
}

/**
 * Starts the reference on 127.0.0.1 with the named deviations.
 *
 * @throws Error for an unknown mutant or oddity, with the nearest ids, and for an unknown region
 */
export async function playReference({
  mutant,
  oddity,
  ...options
}: PlayOptions = {}): Promise<ReferenceServer> {
  const named = [
    ...(mutant === undefined ? [] : [findDeviation('mutant', mutant)]),
    ...(oddity === undefined ? [] : [findDeviation('oddity', oddity)]),
  ]
  // Pass on the list itself when nothing is added: its owner may change it while the server runs.
  const { deviations = [] } = options
  return startReference({
    ...options,
    deviations: named.length === 0 ? deviations : [...deviations, ...named],
  })
}

/** What a caller is told where the reference did not start. @param taken what is said of a port that is in use */
export function startProblem(error: unknown, taken: string): Problem {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  return new Problem(isTaken ? taken : messageOfError(error))
}
