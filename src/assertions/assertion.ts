/** What a check is: a pure function over a captured exchange. */
import { z } from 'zod'
import type { Expected } from '../model/answer.ts'
import type { Expectation } from '../model/case.ts'
import type { Finding } from '../model/findings/finding.ts'
import type { OwnId } from '../model/findings/own-id.ts'
import type { Observation } from '../model/observation.ts'
import type { KeyState, Profile } from '../model/target.ts'
import type { ApiName } from '../model/names.ts'
import type { Reads } from './reads.ts'

export interface CheckInput {
  /** The exchange being judged. */
  readonly observation: Observation
  /** All repeats of the same step, this one included. */
  readonly repeats: readonly Observation[]
  /** Observations of every step that ran so far, by step id. */
  readonly steps: ReadonlyMap<string, readonly Observation[]>
  /** Values that this exchange's templates were filled with, for example `nonce.name`. */
  readonly values: Readonly<Record<string, string>>
  /** Those of every exchange of the case so far, its own included: repeats may have their own. */
  readonly everyValues?: readonly Readonly<Record<string, string>>[]
  /** The words within a text that only other cases of the run said; absent: not known. */
  readonly foreignIn?: (text: string) => readonly { readonly word: string; readonly case: string }[]
  readonly cell: {
    readonly api: ApiName
    readonly region: string
    readonly model: string
    readonly family: string
    readonly endpointKind: string
    /** What is known of the requested model. */
    readonly expected?: Expected
    /** What is known of the key that we authenticate with there. */
    readonly key?: KeyState
  }
  readonly profile: Profile
  readonly expect: Expectation
}

export interface CheckOutcome {
  /** Empty: the rule holds, unless `inconclusive` is set. */
  readonly findings: readonly Finding[]
  /** Observations that are not violations. */
  readonly notes?: readonly string[]
  /** An id that no answer to another request of the run may have. */
  readonly ownId?: OwnId
  /** Why the check cannot be judged: one sentence. */
  readonly inconclusive?: string
  /** Why no server answered: one sentence. */
  readonly unreachable?: string
}

/** One entry of the vocabulary that YAML checks are written in. */
export interface Assertion<A = unknown> {
  /** The YAML key. */
  readonly name: string
  /** One sentence: what it demands. */
  readonly about: string
  /** What the key may be given; templates are still strings when a file is loaded. */
  readonly args: z.ZodType<A>
  /** What it reads of the exchange, given these arguments. */
  readonly reads: (args: A) => Reads
  /**
   * Whether it judges all repeats together, with its own statistics: it runs once in each play, and
   * one play is enough.
   */
  readonly weighsRepeats?: true
  /**
   * Of one that reads the repeats of its step: whether it passes for certain, whatever is still to come.
   * The rest is not sent then, where nothing else reads it.
   *
   * @param left repeats of the step that are still to come
   */
  readonly settled?: (args: A, input: CheckInput, left: number) => boolean
  /**
   * Whether it looks for something in an answer that a filter or the model itself may keep back: what
   * an answer that was declined lacks is no fault of the server, except in the statistics of behaviours.
   */
  readonly seeksAnswer?: true
  /** Whether it judges a 429, on which every other check is inconclusive. */
  readonly judgesThrottling?: true
  /** Whether it judges an exchange without a response, or a request that was not sent. */
  readonly judgesSilence?: true
  /** Whether it holds a whole body, or each event of a stream, to the shape of its API. */
  readonly judgesShape?: true
  /** Templates in `args` are filled in by now. */
  readonly judge: (args: A, input: CheckInput) => CheckOutcome
}

/** An assertion as its file writes it: most read the same whatever their arguments are. */
interface Definition<A> extends Omit<Assertion<A>, 'reads'> {
  readonly reads: Reads | ((args: A) => Reads)
}

/**
 * Makes an assertion for the registry: its `judge` takes arguments as they stand in the YAML file
 * (templates filled in), so defaults of the schema apply there.
 *
 * @throws TypeError when the arguments do not fit the schema, which the loader should have caught.
 */
export function defineAssertion<A>(definition: Definition<A>): Assertion {
  const { reads, settled } = definition
  const argsOf = parserOf(definition)
  return {
    name: definition.name,
    about: definition.about,
    args: definition.args,
    reads: (given) => (typeof reads === 'function' ? reads(argsOf(given)) : reads),
    ...(definition.weighsRepeats && { weighsRepeats: definition.weighsRepeats }),
    ...(settled && {
      settled: (given: unknown, input: CheckInput, left: number) =>
        settled(argsOf(given), input, left),
    }),
    ...(definition.seeksAnswer && { seeksAnswer: definition.seeksAnswer }),
    ...(definition.judgesThrottling && { judgesThrottling: definition.judgesThrottling }),
    ...(definition.judgesSilence && { judgesSilence: definition.judgesSilence }),
    ...(definition.judgesShape && { judgesShape: definition.judgesShape }),
    judge: (given, input) => definition.judge(argsOf(given), input),
  }
}

/** Most arguments of one assertion that are kept and are no objects: names, numbers, `true`. */
const mostPlain = 256

/**
 * Parses the arguments of an assertion, each once: the suite holds the same object for every exchange.
 * What templates are filled with may be new for each.
 */
function parserOf<A>(definition: Definition<A>): (given: unknown) => A {
  const objects = new WeakMap<object, A>()
  const plain = new Map<unknown, A>()
  return (given) => {
    const isObject = typeof given === 'object' && given !== null
    const before = isObject ? objects.get(given) : plain.get(given)
    if (before !== undefined) return before
    const parsed = parseArgs(definition, given)
    if (isObject) objects.set(given, parsed)
    else if (plain.size < mostPlain) plain.set(given, parsed)
    return parsed
  }
}

function parseArgs<A>({ name, args }: Definition<A>, given: unknown): A {
  const parsed = args.safeParse(given)
  if (parsed.success) return parsed.data
  const problem = z.prettifyError(parsed.error).replaceAll('\n', ' ')
  throw new TypeError(`Arguments of "${name}" do not fit: ${problem}`)
}
