/** Which protocol checks may judge which steps of a case. */
import type { Case, ProtocolPack } from '../../model/case.ts'

/** Whether two lists share a name; an empty list names everything. */
export function overlap(one: readonly string[], other: readonly string[]): boolean {
  return one.length === 0 || other.length === 0 || one.some((name) => other.includes(name))
}

/** Whether a pack may judge some step of a case: `reply-or-error` may end as either. */
export function joins(pack: ProtocolPack, asked: Case, stepId: string): boolean {
  const step = asked.steps.find(({ id }) => id === stepId)
  const outcome = step?.expect.outcome ?? 'any'
  const apis = step?.api === undefined ? asked.apis : [step.api]
  return (
    overlap(pack.apis, apis) &&
    overlap(pack.families, asked.families) &&
    overlap(pack.endpoints, asked.endpoints) &&
    (pack.outcome === 'always' || outcome === 'reply-or-error' || outcome === pack.outcome)
  )
}
