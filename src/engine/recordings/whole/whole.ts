/** The one check of a recording itself: whether it holds what came, as far as that can be told. */
import { mainStep, type Check } from '../../../model/case.ts'
import type { Observation } from '../../../model/observation.ts'
import type { CheckResult } from '../../../model/report.ts'
import { judgeCheck } from '../../../judge/verdict/check-verdict.ts'
import { flippedName, type NameSchema } from './names.ts'
import { lookAtSize } from './size.ts'
import type { Recording } from '../recording.ts'
import { cleanLook } from '../../judge/clean-look.ts'
import type { JudgeContext } from '../../judge/judge.ts'

/**
 * Holds a recording to its own account of the body, and the names in it to those that are known.
 *
 * @param schemas what replies of the API are held to; none where an error came
 * @returns one result, or none when the check was not asked for
 */
export function judgeWhole(
  recording: Recording,
  observation: Observation,
  schemas: readonly NameSchema[],
  { strict, baseline, clean }: JudgeContext,
): CheckResult[] {
  const { id, as, source } = recording
  const check: Check = {
    id: 'whole-recording',
    level: 'must',
    kind: 'protocol',
    rule: 'har.size',
    assert: 'whole-recording',
    args: true,
    step: mainStep,
    needs: [],
    source,
  }
  if (as.wants?.(check) === false) return []
  const at = { case: id, api: as.api, region: as.region, model: as.model.id }
  const look = lookAtSize(recording)
  const flipped = schemas.flatMap((schema) => flippedName(observation, schema) ?? [])
  const looks = [cleanLook({ ...look, findings: [...look.findings, ...flipped] }, clean)]
  return [judgeCheck(check, looks, { at, strict, expected: baseline })]
}

/** The schemas that are named by the arguments of checks. */
export function schemasAmong(checks: readonly Pick<Check, 'assert' | 'args'>[]): NameSchema[] {
  return checks.flatMap(({ assert, args }) => {
    if (assert !== 'schema') return []
    if (typeof args === 'string') return [{ name: args, each: false }]
    const { name, each } = (args ?? {}) as { readonly name?: unknown; readonly each?: unknown }
    return typeof name === 'string' ? [{ name, each: each === true }] : []
  })
}
