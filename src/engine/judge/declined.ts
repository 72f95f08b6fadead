/** Why a result proves nothing: the answer was declined, and lacks what an answer would have. */
import type { Assertion, CheckOutcome } from '../../assertions/assertion.ts'
import type { FindingCode } from '../../model/findings/finding-codes.ts'
import type { Observation } from '../../model/observation.ts'
import type { PlannedCheck } from '../../model/plan.ts'

/** What a part of an answer, or none, lacks; other findings are about what came. */
const lacking: ReadonlySet<string> = new Set<FindingCode>([
  'anthropic.stop-sequence',
  'finish.unexpected',
  'text.cut',
  'text.differs',
  'text.empty',
  'text.gap',
  'text.missing',
  'text.no-match',
  'text.short',
  'tools.count',
  'tools.missing',
])

/**
 * One sentence, or undefined where what came decides. How often a model declines is for behaviours to
 * judge, which count each such answer.
 */
export function whyDeclined(
  { kind }: Pick<PlannedCheck, 'kind'>,
  { seeksAnswer }: Assertion,
  { reply }: Observation,
  { findings }: CheckOutcome,
): string | undefined {
  if (kind === 'behaviour' || seeksAnswer !== true || reply?.ending !== 'filter') return undefined
  const isLacking = findings.length > 0 && findings.every(({ code }) => lacking.has(code))
  return isLacking ? 'The answer was declined.' : undefined
}
