/** One line of the table of consequences. */
import { isFindingCode, type FindingCode } from '../../../model/findings/finding-codes.ts'

/** In one cell, a finding with the code `because` also brings about the findings of `explains`. */
export interface Consequence {
  readonly because: FindingCode
  /** Only of this rule. */
  readonly rule?: string
  /** Only where what is wrong is at, above or below such a member. */
  readonly at?: RegExp
  /** One sentence: how the one brings about the others. */
  readonly why: string
  readonly explains: readonly FindingCode[]
  /** Only where the JSON Pointers of both are equal, or one is below the other. */
  readonly overlaps?: boolean
  /** In every other cell as well: the fault may reach any answer, and shows where two are compared. */
  readonly anywhere?: boolean
  /** Only findings of checks that match this glob. */
  readonly check?: string
}

/**
 * The finding codes in a text, separated by white space.
 *
 * @throws TypeError for a code that does not exist
 */
export function codes(text: string): FindingCode[] {
  return text.trim().split(/\s+/).map(codeOf)
}

function codeOf(text: string): FindingCode {
  if (isFindingCode(text)) return text
  throw new TypeError(`Unknown finding code ${text} in the table of consequences.`)
}
