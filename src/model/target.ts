/** A target after files, flags and environment have been read. */
import type { AuthChoice } from './case.ts'
import type { ConnectionOptions, CurlFacts, HeaderList, HttpRequest } from './exchange.ts'
import type { Expected } from './answer.ts'
import type { ErrorReply } from './observation.ts'
import type { ApiName, Capability } from './names.ts'

/** What one symbolic error may look like on one endpoint; several entries mean: any of them. */
export interface ErrorShape {
  readonly status: readonly number[]
  readonly envelope: readonly ErrorReply['envelope'][]
  /** Allowed `error.code`, or the part of `x-amzn-errortype` before the colon. */
  readonly code?: readonly string[]
  readonly type?: readonly string[]
  /** Any of these, ignoring case and the kind of apostrophe. */
  readonly messageContains?: readonly string[]
  /** The same, where other words are as good; then they are a note. */
  readonly messageUsually?: readonly string[]
}

/** Dated expectations of one endpoint, as data. */
export interface Profile {
  /** For example `bedrock-runtime-openai@2026-04`. */
  readonly id: string
  readonly errors: Readonly<Record<string, readonly ErrorShape[]>>
  readonly envelopes: readonly ErrorReply['envelope'][]
  /** Deviations that the facts explain: judged as `known`. */
  readonly deviations: readonly BaselineEntry[]
}

/** A known deviation, pinned to a check and a finding code. `*` matches any run of characters. */
export interface BaselineEntry {
  /** `suite.case/check`, a glob. */
  readonly check: string
  /** Finding code, exact. */
  readonly finding: string
  readonly api?: string
  readonly region?: string
  readonly model?: string
  /** Only findings at this JSON Pointer (a glob), when given. */
  readonly pointer?: string
  /** Set where the failure depends on timing: a run that does not show it proves nothing. */
  readonly intermittent?: boolean
  readonly reason: string
  readonly link?: string
  readonly owner?: string
  /** ISO date on which it was recorded. */
  readonly since?: string
  /** ISO date after which it is an error. */
  readonly expires?: string
}

export interface Model {
  /** As sent in requests. */
  readonly id: string
  /** `gpt-oss`, `llama`, or another family name; `unknown` when discovered. */
  readonly family: string
  /** Whether it is for nothing but cases that name its family: it holds no conversation. */
  readonly special?: boolean
  /** APIs on which it is expected to answer. */
  readonly apis: readonly ApiName[]
  /** Regions to use when the user names none. */
  readonly regions?: readonly string[]
}

/** Adds credentials to a request. Throws nothing; a lack of credentials adds none. */
export type Authorize = (
  request: HttpRequest & { readonly region: string; readonly choice: AuthChoice },
) => Promise<HeaderList>

/** Adds what the user wants on every request: headers, parameters, members of JSON bodies. */
export type AddExtras = (request: HttpRequest, choice: AuthChoice) => HttpRequest

/** What is known of a key, or of credentials, without showing any of it. */
export interface KeyState {
  /** `unknown` is a key of another service; `damaged` begins as a key of Bedrock and is not a valid one. */
  readonly kind: 'short' | 'long' | 'signed' | 'none' | 'unknown' | 'damaged'
  /** The region that a short-term key was made in. */
  readonly region?: string
  /** Until it expires; below zero when it has. */
  readonly minutesLeft?: number
}

/** One server of a target: a base URL, the APIs it serves and what it claims of them. */
export interface Endpoint {
  /** `bedrock`, `bedrock-mantle`, `llamastack`, `openai-compatible`. */
  readonly kind: string
  /** Base URL of an API in a region, without a trailing slash. */
  readonly baseUrl: (api: ApiName, region: string) => string
  readonly profile: (api: ApiName) => Profile
  readonly apis: readonly ApiName[]
  /** APIs that are judged only where `--api` names them. */
  readonly onRequest?: readonly ApiName[]
  /** `false`: declared lacking. Absent: nothing is claimed, so it is judged as present. */
  readonly capabilities: Readonly<Partial<Record<Capability, boolean>>>
  readonly models: readonly Model[]
  /** Regions in which cells are planned; `['-']` where regions mean nothing. */
  readonly regions: readonly string[]
  readonly authorize: Authorize
  /** Absent: a request is sent as the case has it. */
  readonly addExtras?: AddExtras
  /** `false`: it lets everybody in, so cases about wrong credentials mean nothing. */
  readonly hasCredentials?: boolean
  /** What stands behind it, where the user claims so: our reference plays faults on request. */
  readonly upstream?: 'reference'
  /** For commands to copy. */
  readonly curl?: CurlFacts
  /** What is known of a model in a region, on an API; nothing when nothing is. */
  readonly expected?: (model: string, region: string, api: ApiName) => Expected | undefined
  /** Whether there are AWS credentials to sign with, beside or in place of a key. */
  readonly canSign?: boolean
  /** What we authenticate with in a region; nothing where no key of Bedrock is wanted. */
  readonly key?: (region: string) => KeyState | undefined
}

export interface Target {
  readonly name: string
  /** As shown to people; may contain `{region}`. */
  readonly endpoint: string
  readonly endpoints: readonly Endpoint[]
  readonly baseline: readonly BaselineEntry[]
  /** Name of its own baseline among the package's, there or not: `llamastack-0.7`. */
  readonly baselineName?: string
  /** The file that it was read from, where the user named one, or `none`. */
  readonly baselineFile?: string
  /** Values that must never be written: keys, and what can be decoded from them. */
  readonly secrets: readonly string[]
  /** How it is connected to, where its address does not say it. */
  readonly connection?: ConnectionOptions
  /** Version the server gave of itself, when asked. */
  readonly version?: string
  /** Stops what was started for it. */
  readonly close?: () => Promise<void>
}
