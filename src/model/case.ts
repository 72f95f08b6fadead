/** Cases as the program works with them, after loading. The YAML form is defined in `suite/format.ts`. */
import type { ApiName, Capability, Kind, Level, Owner } from './names.ts'

/** Where something stands in a YAML file, for error messages, reports and annotations. */
export interface Source {
  /** Path below the package root, with forward slashes. */
  readonly file: string
  /** From 1. */
  readonly line: number
}

/** One named assertion: `assert` names an entry of the check registry, `args` is what it was given. */
export interface Check {
  readonly id: string
  readonly level: Level
  readonly kind: Kind
  readonly rule: string
  /** Other rules that it judges at the same time. */
  readonly also?: readonly string[]
  readonly assert: string
  readonly args: unknown
  /** Id of the step it judges. */
  readonly step: string
  /** Narrower than the case's, when only some APIs have what it looks at. */
  readonly apis?: readonly ApiName[]
  /** Check ids of the same step that must have passed, else this one is inconclusive. */
  readonly needs: readonly string[]
  /** Behaviour checks: the rate, 0 to 1, that the whole interval must clear. */
  readonly floor?: number
  readonly source: Source
}

/** What the step is sent for: decides which protocol checks join in. */
export type Expectation =
  /** A complete reply of the API. */
  | { readonly outcome: 'reply' }
  /** A refusal; `error` is symbolic and resolved by the target's profile. */
  | { readonly outcome: 'error'; readonly error?: string }
  /** Either is conformant; the one received is judged by its own rules. */
  | { readonly outcome: 'reply-or-error'; readonly error?: string }
  /** Nothing is assumed: only the case's own checks and the invariants; `error` is one way it may go. */
  | { readonly outcome: 'any'; readonly error?: string }

/** What credentials a request carries. */
export const authChoices = [
  'default',
  'none',
  'basic', // the scheme of RFC 7617 in place of Bearer
  'malformed',
  'wrong',
  'expired',
  'other-region',
  'signed', // Signature Version 4 with the user's AWS credentials
  'signed-badly', // the same with another secret
  'signed-late', // the same, of 20 minutes ago
] as const
export type AuthChoice = (typeof authChoices)[number]

/** A raw request; templates not yet filled in. */
interface SendTemplate {
  readonly method?: string
  readonly path?: string
  readonly headers: Readonly<Record<string, string>>
  /** A string is sent as it stands, anything else as JSON; absent means no body. */
  readonly body?: unknown
}

/** A portable conversation; templates not yet filled in. */
export interface SayTemplate {
  readonly turns: readonly unknown[]
  readonly options: Readonly<Record<string, unknown>>
  readonly tools: readonly unknown[]
  readonly toolChoice?: string
  readonly body?: Readonly<Record<string, unknown>>
}

/** What each repeat of a step stands for, as `${item}`. */
export type Items =
  | { readonly list: readonly unknown[] }
  /** A list that an earlier step saved: what stands at a pointer in each of its entries. */
  | {
      readonly from: string
      readonly at: string
      /** JSON Pointers into an entry; one that has another value there is left out. */
      readonly where: Readonly<Record<string, unknown>>
      readonly most: number
    }

/** The only step of a case in its one-step form. */
export const mainStep = 'main'

/** The step that asks the same without the fact, see `control` in the case format. */
export const controlStep = 'control'

export interface Step {
  readonly id: string
  readonly request: { readonly say: SayTemplate } | { readonly send: SendTemplate }
  /** The API used, when it is not the cell's. */
  readonly api?: ApiName
  /** `another`: a region of the same endpoint that is not the cell's. */
  readonly region?: 'another'
  /** The model asked for, when it is not the cell's. */
  readonly model?: string
  readonly auth: AuthChoice
  /** Repeats take turns with these in place of `auth`. */
  readonly authTurns?: readonly AuthChoice[]
  readonly expect: Expectation
  /** Name to JSON Pointer into the reply's JSON; later steps use `${saved.name}`. */
  readonly save: Readonly<Record<string, string>>
  /** How many times it is sent; of a list that an earlier step saves, at most. */
  readonly repeat: number
  /** Whether each repeat has nonces of its own; else all are the same request. */
  readonly fresh?: boolean
  /** What each repeat stands for, one entry each. */
  readonly items?: Items
  /** Whether the repeats go out together. */
  readonly parallel: boolean
  /** Hang up after this many stream items. */
  readonly hangUpAfter?: number
  readonly source: Source
}

export interface Case {
  /** `suite.case`, for example `conversation.recalls-a-name`. */
  readonly id: string
  readonly suite: string
  readonly title: string
  /** Which documents it comes from, for example `notebook example 3`. */
  readonly from: readonly string[]
  /** Rows of the catalogue. */
  readonly covers: readonly string[]
  readonly apis: readonly ApiName[]
  /** When the target lacks it, only a clean refusal is demanded. */
  readonly capability?: Capability
  /** The first step asks for nothing of the capability: nothing is sent to a target that lacks it. */
  readonly asksLater?: true
  /** Model families it is for; empty means all. */
  readonly families: readonly string[]
  /** Patterns of ids, in lower case, of models of these families that it is not for. */
  readonly except?: readonly string[]
  /** Patterns of ids, in lower case, of the models that it is for; absent means all of these families. */
  readonly ids?: readonly string[]
  /** Kinds of endpoint it is for (`bedrock`, `llamastack` …); empty means all. */
  readonly endpoints: readonly string[]
  /**
   * `everywhere`: in all regions that were asked for; `offered`: in those of them in which the model
   * is expected to answer; absent: in those in which the target plans it.
   */
  readonly regions?: 'everywhere' | 'offered'
  /** What must stand behind the target, when the case has it play something. */
  readonly upstream?: 'reference'
  readonly steps: readonly Step[]
  /** Set where the steps are variants of one request, each of which can be sent without the rest. */
  readonly variants?: true
  /** Set where no step leaves anything behind that another could meet: their order does not matter. */
  readonly independent?: true
  readonly checks: readonly Check[]
  readonly source: Source
}

/** Checks that join every step of an API with a given outcome. */
export interface ProtocolPack {
  readonly apis: readonly ApiName[]
  readonly outcome: 'reply' | 'error' | 'always'
  readonly families: readonly string[]
  readonly endpoints: readonly string[]
  readonly checks: readonly Omit<Check, 'step'>[]
  readonly source: Source
}

export interface Rule {
  readonly id: string
  readonly level: Level
  /** A short paraphrase or quote. */
  readonly text: string
  /** Where it is written. */
  readonly url: string
  /** ISO date on which it was read there. */
  readonly read: string
  /** The specification's own names that it speaks for, for example `TokenUsage.inputTokens`. */
  readonly covers?: readonly string[]
  /** What the server's maintainer changes, in one or two sentences; absent where it is excluded. */
  readonly remedy?: string
  /** Who changes it; absent: the server. */
  readonly owner?: Owner
  /** Why nothing checks it. */
  readonly excluded?: string
  readonly source: Source
}

/** Everything that the suite folder says. */
export interface Catalogue {
  readonly cases: readonly Case[]
  readonly packs: readonly ProtocolPack[]
  readonly rules: ReadonlyMap<string, Rule>
}
