/** The check of a recording that no other check can make up for: whether its body was judged. */
import { assertions } from '../../assertions/registry.ts'
import type { Check } from '../../model/case.ts'
import type { CheckResult } from '../../model/report.ts'
import { locationOf } from './location.ts'
import type { Recording } from './recording.ts'

/**
 * The result for a body that no check reads; none where one does, or where no success came whose
 * body could be read.
 *
 * @param checks those that judge replies of the API and the model family
 */
export function judgedBody(
  { exchange, as, source }: Recording,
  checks: readonly Pick<Check, 'assert'>[],
): CheckResult[] {
  const { status } = exchange.response ?? {}
  const isOther = as.api === 'unknown-api'
  if (status === undefined || (status >= 300 && !isOther)) return []
  if (checks.some(({ assert }) => assertions.get(assert)?.judgesShape === true)) return []
  const check = { id: 'judged-body', level: 'must' } as const
  if (as.wants?.(check) === false) return []
  const what = isOther
    ? `The body belongs to an API that is not judged: ${exchange.request.method} ${locationOf(exchange.request.url).path}.`
    : `The body belongs to a model family that is not judged: ${as.model.id} on ${as.api}.`
  return [
    {
      ...check,
      kind: 'protocol',
      rule: 'har.judged-body',
      source,
      verdict: 'inconclusive',
      reason: 'not-judged',
      because: what,
    },
  ]
}
