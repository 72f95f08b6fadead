/** Results of checks that passed, shared by the cells: a run has millions of them, of a few thousand kinds. */
import type { Check, Source } from '../../model/case.ts'
import type { CheckResult } from '../../model/report.ts'

const known = new WeakMap<Source, CheckResult[]>()

/** The result of a check that passed and has nothing to say: one object for every cell. */
export function plainPass({
  id,
  level,
  kind,
  rule,
  source,
}: Pick<Check, 'id' | 'level' | 'kind' | 'rule' | 'source'>): CheckResult {
  const passes = known.get(source) ?? []
  const found = passes.find(
    (one) => one.id === id && one.level === level && one.kind === kind && one.rule === rule,
  )
  if (found !== undefined) return found
  const pass = Object.freeze({ id, level, kind, rule, source, verdict: 'pass' } as const)
  known.set(source, [...passes, pass])
  return pass
}
