/** Chooses the parts of a run: by name, and by time. */
import { Problem } from '../../model/problem.ts'
import type { Part } from './format.ts'

/**
 * The parts that `--only` names, in the order of the list; without the flag all.
 *
 * @throws Problem for a name that no part has
 */
export function chooseParts(
  parts: readonly Part[],
  only: readonly string[] | undefined,
): readonly Part[] {
  if (only === undefined) return parts
  const names = parts.map(({ part }) => part)
  const unknown = only.find((name) => !names.includes(name))
  if (unknown !== undefined) {
    throw new Problem(`--only: there is no "${unknown}". There are: ${names.join(', ')}.`)
  }
  return parts.filter(({ part }) => only.includes(part))
}

/**
 * Parts are named by `--only`; other words would go to each run of the suite.
 *
 * @throws Problem where the first of them is no flag
 */
export function refuseNames([first]: readonly string[]): void {
  if (first === undefined || first.startsWith('-')) return
  throw new Problem(`e2e takes flags only: to run a part, write --only=${first}.`)
}

/**
 * Whether a part fits what is left of `--budget`.
 *
 * @param elapsedMs since the start of the run
 * @param budgetMs absent: no limit
 */
export function fits(part: Part, elapsedMs: number, budgetMs: number | undefined): boolean {
  return budgetMs === undefined || elapsedMs + part.minutes * 60_000 <= budgetMs
}
