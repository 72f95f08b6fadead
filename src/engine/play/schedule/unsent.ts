/**
 * Results of checks whose cell was not sent, and lists of them, shared by the cells that one reason left
 * out: a run over many regions has millions of them.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Source } from '../../../model/case.ts'
import { memoByAll } from '../../../model/lists/memo.ts'
import type { PlannedStep } from '../../../model/plan.ts'
import type { CellResult, CheckResult } from '../../../model/report.ts'
import { judgesSilence } from '../../judge/look.ts'
import type { NotSent } from '../play.ts'

interface Shared {
  readonly checks: Map<Source, CheckResult[]>
  readonly lists: ReturnType<typeof memoByAll<readonly CheckResult[]>>
  after?: CellResult['after']
}

const sharedBy = new WeakMap<NotSent, Shared>()

function sharedOf(why: NotSent): Shared {
  const shared = sharedBy.get(why) ?? { checks: new Map(), lists: memoByAll() }
  sharedBy.set(why, shared)
  return shared
}

/**
 * The results of a cell, from `judge`. Cells with the same checks have one list of them for all, where
 * nothing but the reason decides: none of the checks judges an answer that is known all the same.
 */
export function sharedResults(
  why: NotSent,
  steps: readonly Pick<PlannedStep, 'checks'>[],
  judge: () => readonly CheckResult[],
): readonly CheckResult[] {
  const lists = steps.map(({ checks }) => checks.unsent)
  if (why.answer !== undefined && lists.some((checks) => checks.some(judgesSilence))) {
    return judge()
  }
  return sharedOf(why).lists(lists, () => sharedChecks(why, judge()))
}

/** Results that are equal are one object for all cells with this very reason. */
export function sharedChecks(why: NotSent, checks: readonly CheckResult[]): CheckResult[] {
  const shared = sharedOf(why).checks
  return checks.map((check) => {
    const { source } = check
    if (source === undefined) return check
    const before = shared.get(source) ?? []
    const equal = before.find((one) => areEqual(one, check))
    if (equal === undefined) shared.set(source, [...before, check])
    return equal ?? check
  })
}

/** The cell that failed before, without secrets, as one object for all cells with this very reason. */
export function sharedAfter(why: NotSent, clean: (text: string) => string): CellResult['after'] {
  const { after } = why
  const shared = sharedOf(why)
  shared.after ??= after && { ...after, because: clean(after.because) }
  return shared.after
}

/** Most members are strings of the plan: a comparison of whole objects takes ten times as long. */
function areEqual(one: CheckResult, other: CheckResult): boolean {
  const names = Object.keys(one) as (keyof CheckResult)[]
  return (
    names.length === Object.keys(other).length &&
    names.every(
      (name) =>
        one[name] === other[name] ||
        (typeof one[name] === 'object' && isDeepStrictEqual(one[name], other[name])),
    )
  )
}
