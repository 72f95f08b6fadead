/** A section of a comparison, whichever form it is shown in. */

export interface CompareLine {
  /** `suite.case/check`, a check in many cells, or a time. */
  readonly what: string
  /** Where, shortly. */
  readonly where: string
  /** One sentence, may be empty. */
  readonly text: string
}

export interface CompareSection {
  readonly title: string
  readonly tone: 'bad' | 'good' | 'open'
  readonly lines: readonly CompareLine[]
  /** Whether the causes already say it, check by check. */
  readonly isDetail?: boolean
}
