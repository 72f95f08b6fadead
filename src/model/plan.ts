/** What will run: cases compiled for one API, region and model of a target. */
import type { AuthChoice, Case, Check, Items, Rule, Step } from './case.ts'
import type { Model, Endpoint, Target } from './target.ts'
import type { ApiName } from './names.ts'
import type { Bought } from './run/power.ts'

/** Case × API × region × model: where a case can run. */
export interface CellLocation {
  readonly case: Case
  readonly api: ApiName
  readonly region: string
  readonly model: Model
  readonly endpoint: Endpoint
}

/** A location with everything that playing and judging need; what was not asked for is left out. */
export interface Cell extends CellLocation {
  /** In the order in which they are sent. */
  readonly steps: readonly PlannedStep[]
  /** What is sent in place of `steps` when the target lacks the capability of the case. */
  readonly refusal?: PlannedStep
  /**
   * Cells with the same name here hold the same nonces in the same play: they write a request with
   * nonces alike.
   */
  readonly words?: string
  /** Cells with a smaller number are sent earlier; absent: as early as any. */
  readonly rank?: number
}

/** One step, ready to be sent once its variables have values. */
export interface PlannedStep extends Pick<
  Step,
  'id' | 'expect' | 'save' | 'repeat' | 'fresh' | 'parallel' | 'hangUpAfter'
> {
  readonly api: ApiName
  /** The model asked for. */
  readonly model: Model
  /** Where it is sent. */
  readonly region: string
  /** Repeats take turns with these; at least one. */
  readonly auth: readonly [AuthChoice, ...AuthChoice[]]
  readonly request: { readonly say: Template } | { readonly send: Template }
  readonly items?: PlannedItems
  /** Ids of the steps that are sent again for more samples of its behaviours; absent: it alone. */
  readonly again?: readonly string[]
  /** Its repeats end when its checks of them are settled: nothing else reads them. */
  readonly curtailed?: true
  /** Set where other cells of the plan send the same request. */
  readonly alike?: Alike
  readonly checks: ChecksOfStep
}

/** A request that several cells of a plan send. */
export interface Alike {
  readonly name: string
  /** How many send it. */
  readonly cells: number
  /** Set where it holds nonces, which are new in every play: each play has one of its own. */
  readonly everyPlay?: true
}

/** What each repeat of a step stands for. */
export type PlannedItems = { readonly list: Template } | Extract<Items, { from: string }>

/**
 * The checks of a step by what came of it, each after those that it needs. One and the same list
 * unless the step expects either a reply or an error.
 */
export interface ChecksOfStep {
  readonly reply: readonly PlannedCheck[]
  readonly error: readonly PlannedCheck[]
  /** Where it was sent, but no response came. */
  readonly silent: readonly PlannedCheck[]
  /** Where it was not sent. */
  readonly unsent: readonly PlannedCheck[]
}

/** A check with its arguments ready; its id and those it needs are unique in the case. */
export interface PlannedCheck extends Check {
  /** Set where variables stand in the arguments. */
  readonly template?: Template
}

/** Every check that may judge a step, each once. */
export function possibleChecks({ checks }: PlannedStep): readonly PlannedCheck[] {
  return [...new Set([...checks.reply, ...checks.error, ...checks.silent, ...checks.unsent])]
}

/** What stands between `${` and `}`. */
export type Variable =
  /** `model.bare` is the id without what stands before its first slash. */
  | { readonly name: 'model' | 'model.path' | 'model.bare' | 'region' | 'turn' }
  /** The entry of `each`, or what stands in it. */
  | { readonly name: 'item'; readonly path: readonly string[] }
  /** `encoded` is a saved value, percent-encoded for a path. */
  | { readonly name: 'nonce' | 'saved' | 'encoded'; readonly key: string }
  | { readonly name: 'steps'; readonly step: string; readonly path: readonly string[] }
  | { readonly name: 'filler'; readonly bytes: number }

/** A place for the value of a variable. */
export interface Hole {
  readonly kind: 'hole'
  /** As written, for messages: `${saved.id}`. */
  readonly source: string
  readonly variable: Variable
}

/** A value of any depth in which variables may stand. */
export type Template =
  /** No variable in it. */
  | { readonly kind: 'value'; readonly value: unknown }
  /** Exactly one variable: its value is taken with its type. */
  | Hole
  /** Variables within a text: their values become text, anything but text as JSON. */
  | { readonly kind: 'text'; readonly parts: readonly (string | Hole)[] }
  | { readonly kind: 'list'; readonly items: readonly Template[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, Template])[] }

/** The suite, ready to be compiled for any target. */
export interface Planner {
  /** Ids of all cases of the suite. */
  readonly cases: readonly string[]
  readonly rules: ReadonlyMap<string, Rule>
  /**
   * The cells of a target that were asked for.
   *
   * @throws Problem when a filter matches nothing
   */
  readonly plan: (target: Target) => readonly Cell[]
  /**
   * Finds what `plan` would refuse, at a part of its cost.
   *
   * @throws Problem when a filter matches nothing
   */
  readonly refuseMistakes: (target: Target) => void
  /** The cells of a second target, with the same checks; empty when it shares no case. */
  readonly planAgainst: (target: Target) => readonly Cell[]
  /** What the cells that were sent would have found on `target`; undefined where nothing is known. */
  readonly bought: (sent: readonly Cell[], target: Target) => Omit<Bought, 'requests'> | undefined
}

/** Stable name of a cell, for sorting, sharding and comparing. */
export function cellKey(cell: {
  readonly case: string
  readonly api: string
  readonly region: string
  readonly model: string
}): string {
  return `${cell.case} [${cell.api} ${cell.region} ${cell.model}]`
}

/** The name of a planned cell. */
export function keyOf({ case: asked, api, region, model }: CellLocation): string {
  return cellKey({ case: asked.id, api, region, model: model.id })
}
