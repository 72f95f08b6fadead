/** Why a result proves nothing: the answer broke off, or JSON in it was not read. */
import type { CheckOutcome } from '../../assertions/assertion.ts'
import { resultHolds, type Reads } from '../../assertions/reads.ts'
import type { Finding } from '../../model/findings/finding.ts'
import { endedByUs } from '../../model/exchange.ts'
import type { Observation } from '../../model/observation.ts'

/**
 * One sentence, or undefined where what was read decides.
 *
 * @param reads what the check reads
 * @param outcome its outcome on what was read
 */
export function whyUnread(
  reads: Reads,
  observation: Observation,
  { findings }: CheckOutcome,
): string | undefined {
  const { body: holds, json, end } = reads
  if (holds === undefined) return undefined
  const { excess } = observation
  if (excess !== undefined && json !== false && !resultHolds(holds, findings.length === 0)) {
    return `The answer ${excess}; it was not read.`
  }
  // A check that looks at the end tells by itself what an early one means.
  if (
    end !== undefined ||
    findings.length === 0 ||
    findings.some((one) => isOfWhatCame(one, observation))
  ) {
    return undefined
  }
  return whyCut(observation)
}

/** Why the body has no end: we ended the exchange, or the server broke it off. */
function whyCut({ exchange }: Observation): string | undefined {
  if (endedByUs(exchange)) {
    return `This program ended the exchange before its end: ${exchange.failure?.message ?? 'the case hangs up'}`
  }
  if (exchange.response?.complete !== false) return undefined
  return 'The body broke off before its end: see the check "complete-body".'
}

/** Whether a finding is about what came, not about what is missing after it. */
export function isOfWhatCame({ at = {} }: Finding, { body, items }: Observation): boolean {
  if (at.header !== undefined || at.item !== undefined) return true
  // JSON that is whole lacks nothing.
  if (body?.json !== undefined && items.length === 0) return true
  return at.byte !== undefined && at.byte < (body?.bytes.length ?? 0)
}
