/** What a check reads, and which of its results hold where a recording lacks a part of that. */

/**
 * Results that hold without the part:
 * - `pass`: the part can only turn a pass into a violation where it is present.
 * - `violation`: what is wrong is wrong without the part, but a pass is not proven.
 * - `either`: the part only explains a finding, or only adds detail.
 * - `neither`: nothing can be judged.
 */
export type Holds = 'pass' | 'violation' | 'either' | 'neither'

/** Parts of an exchange that a recording may lack. */
export type Part = 'body' | 'request' | 'times' | 'end' | 'framing' | 'secrets'

/** Whether a result holds without a part of the exchange. */
export function resultHolds(holds: Holds, passes: boolean): boolean {
  if (holds === 'either' || holds === 'neither') return holds === 'either'
  return (holds === 'pass') === passes
}

export interface Reads extends Readonly<Partial<Record<Part, Holds>>> {
  /** Response headers in lower case; any one of them is enough. */
  readonly headers?: { readonly names: readonly string[]; readonly holds: Holds }
  /** What converters call the value or the framing that they may have made up, in `_synthetic`. */
  readonly invented?: string
  /** Set where bytes are enough: whether they are JSON, and what it says, is not looked at. */
  readonly json?: false
  /** Other steps of the case. */
  readonly steps?: true
  /** Other repeats of the step. */
  readonly repeats?: true
  /** What other cases of the run said or got: not known of a recording, which it does not judge. */
  readonly run?: true
}
