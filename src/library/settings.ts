/** How a server is reached, as callers of the library say it. */
import type { ApiName, Capability, Level } from '../model/names.ts'
import { toFlags } from '../target/own/settings.ts'
import type { AuthMode, TargetFlags } from '../target/flags.ts'

/** Where a server is, how to authenticate, and what it wants on every request. */
export interface TargetSettings {
  /**
   * A target by name (`reference`, `openai-compatible`, `llamastack`, `bedrock`, `bedrock-mantle`) or
   * the path of a target file. Default: `reference`.
   */
  readonly target?: string
  /** Base URL; may contain `{region}`. */
  readonly endpoint?: string
  /** Headers of every request; `${NAME}` is an environment variable. */
  readonly headers?: Readonly<Record<string, string>>
  /** Query parameters of every request, likewise. */
  readonly query?: Readonly<Record<string, string>>
  /** Members that every JSON body gets. */
  readonly body?: Readonly<Record<string, unknown>>
  /** Environment variable that holds the key. */
  readonly keyVariable?: string
  /** How to authenticate with Bedrock; `none`: no credentials at all. */
  readonly auth?: AuthMode
  /** What the server has (`true`) or lacks (`false`), and must then refuse cleanly. */
  readonly capabilities?: Readonly<Partial<Record<Capability, boolean>>>
  /** Path of an API before `/chat/completions`, `/model/…` and so on. */
  readonly paths?: Readonly<Partial<Record<ApiName, string>>>
  /** Model ids. */
  readonly models?: readonly string[]
  /** Regions or globs, or `all`. */
  readonly regions?: readonly string[]
  /** Path of a Unix domain socket. */
  readonly unixSocket?: string
  /** Speak HTTP/2 from the first byte. */
  readonly http2?: boolean
}

/** What of the suite runs, and how it is judged. */
export interface SelectionSettings {
  /** Globs of cases or checks: `stream.*`, `chat.simple/usage`; those after a `!` exclude. */
  readonly cases?: readonly string[]
  readonly apis?: readonly ApiName[]
  /** Checks of this level or a stricter one. */
  readonly level?: Level
  /** Judge failed should checks as failures. */
  readonly strict?: boolean
  /** File of known deviations, or `none`. */
  readonly baseline?: string
  /** Folders with cases of your own, each perhaps with a prefix: `acme=cases`. */
  readonly suites?: readonly string[]
  /** Leave out the cases of the program. */
  readonly suitesOnly?: boolean
}

/** Absent members stay absent, as flags that are not given. */
export function targetFlags(settings: TargetSettings): TargetFlags {
  const {
    target: _,
    headers,
    query,
    body,
    capabilities,
    paths,
    models,
    regions,
    ...rest
  } = settings
  return toFlags(
    {
      ...rest,
      headers: headers && { ...headers },
      query: query && { ...query },
      body: body && { ...body },
      capabilities: capabilities && { ...capabilities },
      paths: paths && { ...paths },
      models: models && [...models],
      regions: regions && [...regions],
    },
    '',
  )
}

/** The flags of a selection. */
export function selectionFlags(settings: SelectionSettings) {
  const { cases, apis, level, baseline, suites, suitesOnly, strict = false } = settings
  return {
    strict,
    ...(cases !== undefined && { case: cases }),
    ...(apis !== undefined && { api: apis }),
    ...(level !== undefined && { level }),
    ...(baseline !== undefined && { baseline }),
    ...(suites !== undefined && { suites }),
    ...(suitesOnly !== undefined && { suitesOnly }),
  }
}
