/** The causes of a report, each with the judgement that shows it. */
import type { Cause } from '../../model/findings/cause.ts'
import type { Report } from '../../model/report.ts'
import type { Verdict } from '../../model/names.ts'
import type { Judged } from './checks.ts'

export interface ShownCause {
  readonly cause: Cause
  /** The example of the cause; absent where a report was edited. */
  readonly shown?: Judged
}

/** The causes of `report`, the worst first. */
export function shownCauses({ causes = [], cells }: Report): ShownCause[] {
  return causes.map((cause) => {
    const { example } = cause
    const cell = cells.find(
      (one) =>
        one.case === example.case &&
        one.api === example.api &&
        one.region === example.region &&
        one.model === example.model,
    )
    const check = cell?.checks.find(({ id }) => id === example.check)
    return { cause, ...(cell && check && { shown: { cell, check } }) }
  })
}

/** The causes with one of `verdicts`. */
export function causesOf(
  { causes }: { readonly causes: readonly ShownCause[] },
  ...verdicts: readonly Verdict[]
): ShownCause[] {
  return causes.filter(({ cause }) => verdicts.includes(cause.verdict))
}
