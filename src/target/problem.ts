/** A mistake of the user, or a file that cannot be used: one helpful text, exit code 2. */
export interface UsageProblem {
  /** What is wrong and what to do; several lines only where a file is shown with a caret. */
  readonly problem: string
}

/** Whether a result is a problem rather than what was asked for. */
export function isProblem(value: object): value is UsageProblem {
  return 'problem' in value && typeof value.problem === 'string'
}
