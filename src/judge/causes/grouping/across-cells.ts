/** Consequences in cells in which the check of the fault itself did not look. */
import type { CheckResult } from '../../../model/report.ts'
import { bringsAbout, entriesOf } from './explains.ts'
import { familiesOf } from './families.ts'
import type { Groups, Symptom } from '../symptom.ts'

/** A fault is taken to reach cells in which its own check did not look where it is this much larger. */
const muchLarger = 3

/** APIs on which a fault shows before it is taken to be of the server, not of an API. */
const ofServer = 3

/**
 * Groups that the table explains by one in other cells: by a much larger one on the same APIs, or on
 * many, where no check of their cells shows that its rule holds there, or by one that may reach any
 * answer.
 */
export function acrossCells(
  groups: Groups,
  weights: ReadonlyMap<string, number>,
): [string, string][] {
  const weightOf = (key: string): number => weights.get(key) ?? 0
  const largest = [...groups].toSorted(([one], [other]) => weightOf(other) - weightOf(one))
  return largest.flatMap(([key, symptoms]): [string, string][] => {
    const [first] = symptoms
    if (first === undefined) return []
    const root = largest.find(([own, others]) => {
      const [shown] = others
      if (own === key || shown === undefined || isKnown(shown) !== isKnown(first)) return false
      if (hasOtherStatus(shown, first)) return false
      const entries = entriesOf(shown.code).filter(
        (entry) => entry.overlaps !== true && bringsAbout(entry, shown, first),
      )
      if (entries.some(({ anywhere }) => anywhere === true)) return true
      const isMuchLarger = weightOf(own) >= weightOf(key) * muchLarger
      return entries.length > 0 && isMuchLarger && mayReach(others, symptoms)
    })
    return root === undefined ? [] : [[key, root[0]]]
  })
}

/** Whether both show the response that was not due, and it is not the same. */
function hasOtherStatus({ answer: one }: Symptom, { answer: other }: Symptom): boolean {
  return one !== undefined && other !== undefined && one.status !== other.status
}

/** Whether a fault may be in the cells of `symptoms` as well. */
function mayReach(fault: readonly Symptom[], symptoms: readonly Symptom[]): boolean {
  const apis = familiesOf(fault)
  const rule = fault[0]?.check.rule ?? ''
  return (
    (apis.size >= ofServer || [...familiesOf(symptoms)].every((api) => apis.has(api))) &&
    !symptoms.some(({ cell }) => holdsIn(cell.checks, rule))
  )
}

function holdsIn(checks: readonly CheckResult[], rule: string): boolean {
  return checks.some((check) => check.rule === rule && check.verdict === 'pass')
}

function isKnown({ verdict }: Symptom): boolean {
  return verdict === 'known'
}
