/** Holds an assertion to its declaration of what it reads, each time a test runs it. */
import type { Assertion, CheckInput, CheckOutcome } from '../assertion.ts'
import type { Holds, Reads } from '../reads.ts'
import { lacking } from './lack.ts'
import { watched } from './watch.ts'

/** Result of a check in one word. */
type Result = 'pass' | 'violation' | 'inconclusive'

function resultOf({ findings, inconclusive }: CheckOutcome): Result {
  if (findings.length > 0) return 'violation'
  return inconclusive === undefined ? 'pass' : 'inconclusive'
}

/** The parts that a declaration lists, headers as `header NAME`. */
export function declaredParts({ headers, invented: _, json: __, ...parts }: Reads): string[] {
  return [...Object.keys(parts), ...(headers?.names ?? []).map((name) => `header ${name}`)]
}

function holdsOf(reads: Reads, part: string): Holds | undefined {
  if (part.startsWith('header ')) return reads.headers?.holds
  const value = reads[part as keyof Reads]
  return typeof value === 'string' ? (value as Holds) : undefined
}

/**
 * The outcome of an assertion, and the parts that it read.
 *
 * @throws Error when it read a part that it does not declare, or when a result that is declared to
 *   hold without a part does not
 */
export function judgeAsDeclared(
  assertion: Pick<Assertion, 'name' | 'judge' | 'reads'>,
  args: unknown,
  input: CheckInput,
): { readonly outcome: CheckOutcome; readonly read: ReadonlySet<string> } {
  const read = new Set<string>()
  const outcome = assertion.judge(
    args,
    watched(input, (part) => read.add(part)),
  )
  if (outcome.ownId !== undefined) read.add('run') // it is compared with the others of the run
  const reads = assertion.reads(args)
  const declared = declaredParts(reads)
  for (const part of read) {
    if (!declared.includes(part)) {
      throw new Error(`${assertion.name} reads "${part}" and does not declare it.`)
    }
    const without = lacking(input, part)
    if (without === undefined) continue
    const result = resultOf(assertion.judge(args, without))
    const holds = holdsOf(reads, part)
    if ((holds === 'either' || holds === result) && result !== resultOf(outcome)) {
      throw new Error(
        `${assertion.name} declares that ${result} holds without "${part}", but the result with it is ${resultOf(outcome)}.`,
      )
    }
  }
  return { outcome, read }
}
