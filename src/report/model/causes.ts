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

/** What follows from a cause: failing checks by code, the most first, and checks not judged. */
export interface Effects {
  readonly fails: readonly (readonly [code: string, checks: number])[]
  readonly notJudged: number
}

/** The consequences of `cause`, whatever their rules. */
export function effectsOf({ consequences }: Pick<Cause, 'consequences'>): Effects {
  const fails = new Map<string, number>()
  let notJudged = 0
  for (const { code, checks } of consequences) {
    if (code === 'prerequisite') notJudged += checks
    else fails.set(code, (fails.get(code) ?? 0) + checks)
  }
  return { fails: [...fails].toSorted(([, one], [, other]) => other - one), notJudged }
}

/** The causes with one of `verdicts`. */
export function causesOf(
  { causes }: { readonly causes: readonly ShownCause[] },
  ...verdicts: readonly Verdict[]
): ShownCause[] {
  return causes.filter(({ cause }) => verdicts.includes(cause.verdict))
}
