/** What `resolveTarget` gives, beyond the target that the runner needs. */
import type { ConnectionOptions } from '../../model/exchange.ts'
import type { Exchange, Send } from '../../model/exchange.ts'
import type { Endpoint, Target } from '../../model/target.ts'
import type { Clock } from '../auth/auth.ts'
import type { AwsCredentials, CredentialSource } from '../auth/credentials.ts'
import type { KnownFiles } from '../files/known-files.ts'
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
  readonly now?: Clock
  /** AWS credentials in place of the standard chain. */
  readonly credentials?: CredentialSource
  /** Folder with targets, profiles, regions and baselines. */
  readonly fixtures?: string
}

/**
 * `key`: Bedrock keys only, made from AWS credentials where none fits; `sigv4`: signed
 * requests only; `auto`: the key where one is set, else signatures; `none`: no credentials, since
 * the server lets everybody in.
 */
export const authModes = ['auto', 'key', 'sigv4', 'none'] as const
export type AuthMode = (typeof authModes)[number]

/** Flags of the command line that choose and change a target. */
export interface TargetFlags {
  readonly auth?: AuthMode
  readonly endpoint?: string
  readonly region?: readonly string[]
  readonly model?: readonly string[]
  /** APIs to judge: of the models that a server lists, one that answers there is taken. */
  readonly api?: readonly string[]
  readonly baseline?: string
  /** `Name: value` on every request; `${NAME}` in a value is an environment variable. */
  readonly header?: readonly string[]
  /** `name=value` on every URL, likewise. */
  readonly query?: readonly string[]
  /** A JSON object whose members every JSON body gets. */
  readonly bodyExtra?: string
  /** The variable that holds the key. */
  readonly keyVariable?: string
  /** Capabilities that the server has, or lacks, whatever its target file says. */
  readonly has?: readonly string[]
  readonly lacks?: readonly string[]
  /** `API=/path` before what a case asks for. */
  readonly path?: readonly string[]
  /** Path of a Unix domain socket. */
  readonly unixSocket?: string
  /** PEM files. */
  readonly clientCert?: string
  readonly clientKey?: string
  /** Speak HTTP/2 alone. */
  readonly http2?: boolean
  /** Regions in which each model is expected to answer. */
  readonly expected?: Readonly<Record<string, readonly string[]>>
  /** What stands behind the target. */
  readonly upstream?: 'reference'
  /** Targets of one's own that may be named. */
  readonly ownTargets?: readonly OwnTarget[]
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
