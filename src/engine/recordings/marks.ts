/** What converters of recordings note of their own changes, in members that start with an underscore. */

export interface Marks {
  /** Headers of the response whose values the converter made up; in lower case. */
  readonly derived: ReadonlySet<string>
  /** Headers that came and whose values were taken out; in lower case. */
  readonly withheld: ReadonlySet<string>
  /** What else was made up, for example `created` or `[DONE]`. */
  readonly invented: ReadonlySet<string>
  /** Whether only the content was kept, so that headers and framing are the converter's. */
  readonly converted: boolean
  /** Whether the framing of a stream was written anew. */
  readonly reframed: boolean
}

/**
 * Reads the marks of a HAR entry: `_derived`, `_redactedResponseHeaders`, `_synthetic`, and
 * `_fidelity` (`wire-bytes`, `json-body`, `reencoded`). An entry without marks is as it was received.
 *
 * @param entry the entry's members that start with an underscore
 */
export function marksOf(entry: Readonly<Record<string, unknown>>): Marks {
  const prefix = 'response.headers.'
  const derived = textsOf(entry['_derived']).filter((name) => name.startsWith(prefix))
  const fidelity = entry['_fidelity']
  return {
    derived: new Set(derived.map((name) => name.slice(prefix.length).toLowerCase())),
    withheld: new Set(textsOf(entry['_redactedResponseHeaders']).map((name) => name.toLowerCase())),
    invented: new Set(textsOf(entry['_synthetic'])),
    converted: fidelity === 'json-body' || fidelity === 'reencoded',
    reframed: fidelity === 'reencoded',
  }
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
