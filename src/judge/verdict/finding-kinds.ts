import type { Finding } from '../../model/findings/finding.ts'
import type { CheckResult, FindingKind } from '../../model/report.ts'

/** What a baseline entry can pin of a finding. */
export function kindOf({ code, at }: Finding): FindingKind {
  return { code, ...(at?.pointer !== undefined && { pointer: at.pointer }) }
}

/** Every kind among `findings`, each once, but for the one of `first`. */
export function otherKinds(findings: readonly Finding[], first: Finding): FindingKind[] {
  const kinds = new Map(findings.map((finding) => [keyOf(kindOf(finding)), kindOf(finding)]))
  kinds.delete(keyOf(kindOf(first)))
  return [...kinds.values()]
}

function keyOf({ code, pointer }: FindingKind): string {
  return JSON.stringify([code, pointer])
}

/** Every kind of finding that a judged check showed, the one shown in full first. */
export function kindsShown({ finding, alsoFound = [] }: CheckResult): readonly FindingKind[] {
  return finding === undefined ? alsoFound : [kindOf(finding), ...alsoFound]
}
