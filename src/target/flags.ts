/** Flags that choose and change a target. */

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
}
