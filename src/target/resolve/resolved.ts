/** What `resolveTarget` gives, beyond the target that the runner needs. */
import type { ConnectionOptions, Exchange, Send } from '../../model/exchange.ts'
import type { Endpoint, Target } from '../../model/target.ts'
import type { Now } from '../auth/auth.ts'
import type { AwsCredentials, CredentialSource } from '../auth/credentials.ts'
import type { KnownFiles } from '../files/known-files.ts'
import type { TargetFlags } from '../flags.ts'
import type { OwnTarget } from '../own/own-target.ts'
import type { KeyProblem } from '../auth/key/key-problem.ts'

/** The embedded reference, once it listens. Addresses may contain `{region}`. */
export interface StartedReference {
  readonly bedrock: string
  readonly mantle: string
  readonly llamaStack: string
  readonly control: string
  /** A short-term key that it accepts, or would if it had not expired. */
  readonly mintKey: (
    region: string,
    options?: { readonly expired?: boolean },
  ) => string | Promise<string>
  /** AWS credentials of its made-up account. */
  readonly credentials?: AwsCredentials
  /** Origins of regions that live somewhere else than the addresses say, perhaps nowhere. */
  readonly elsewhere?: Readonly<Record<string, string>>
  readonly close: () => Promise<void>
}

/** What resolving a target needs of the world; everything has a default but what sends. */
export interface ResolveDeps {
  /** Starts the embedded reference; needed for the targets that are played by it. */
  readonly startReference?: () => Promise<StartedReference>
  /** Connects to a server to ask it for its models; without it nothing is asked. */
  readonly connect?: (connection: ConnectionOptions) => Send
  /** Milliseconds since 1970. */
  readonly now?: Now
  /** AWS credentials in place of the standard chain. */
  readonly credentials?: CredentialSource
  /** Folder with targets, profiles, regions and baselines. */
  readonly fixtures?: string
}

/** What chooses a target: its flags, and the targets that may be named beside the known ones. */
export interface TargetChoice extends TargetFlags {
  readonly ownTargets?: readonly OwnTarget[]
  /** The baseline will be written: its file need not exist yet. */
  readonly updateBaseline?: boolean
}

/** Environment variables, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What a target is resolved from, beside its own file. */
export interface Given {
  readonly flags: TargetFlags
  readonly env: Environment
  readonly known: KnownFiles
  readonly deps: ResolveDeps
}

/** A target with what only preflight and `doctor` ask of it. */
export interface ResolvedTarget extends Target {
  /** One line each: what was found or decided for the user, without any secret. */
  readonly notes: readonly string[]
  /** Problems that are known without a request. */
  readonly localProblems: (endpoint: Endpoint, region: string) => readonly KeyProblem[]
  /** What to do when nothing listens there: one sentence. */
  readonly startAdvice: (endpoint: Endpoint) => string
  /** The answer to `GET …/models` that discovery got, so that preflight need not ask again. */
  readonly discovered?: Exchange
}
