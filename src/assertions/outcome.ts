/** Building what a check returns. */
import type { CheckInput, CheckOutcome } from './assertion.ts'
import type { Finding } from '../model/findings/finding.ts'
import type { Observation, Reply } from '../model/observation.ts'
import type { WireResponse } from '../model/exchange.ts'

/** The rule holds. `notes` say what was seen but is not held against the server. */
export function passed(...notes: readonly string[]): CheckOutcome {
  return notes.length === 0 ? { findings: [] } : { findings: [], notes }
}

/** An outcome with these findings: without any, the rule holds. */
export function judged(
  findings: readonly (Finding | undefined)[],
  notes: readonly string[] = [],
): CheckOutcome {
  const kept = findings.filter((one) => one !== undefined)
  return notes.length === 0 ? { findings: kept } : { findings: kept, notes }
}

/** The check cannot be judged. @param because one sentence: why */
export function unsaid(because: string): CheckOutcome {
  return { findings: [], inconclusive: because }
}

/** Lifts a check over a response to one over an input, which may have none. */
export function onResponse<A>(
  judge: (args: A, response: WireResponse, input: CheckInput) => CheckOutcome,
): (args: A, input: CheckInput) => CheckOutcome {
  return (args, input) => {
    const { response } = input.observation.exchange
    return response === undefined
      ? unsaid(whyNoResponse(input.observation))
      : judge(args, response, input)
  }
}

/** Lifts a check over a reply to one over an input, which may have none. */
export function onReply<A>(
  judge: (args: A, reply: Reply, input: CheckInput) => CheckOutcome,
): (args: A, input: CheckInput) => CheckOutcome {
  return (args, input) => {
    const { reply } = input.observation
    return reply === undefined ? unsaid(whyNoReply(input.observation)) : judge(args, reply, input)
  }
}

/** One sentence: why an observation has no response. */
export function whyNoResponse(observation: Observation): string {
  const { failure } = observation.exchange
  return failure === undefined ? 'No response came.' : `No response came: ${failure.message}`
}

/** One sentence: why an observation has no reply of its API. */
export function whyNoReply(observation: Observation): string {
  const { response } = observation.exchange
  if (response === undefined) return whyNoResponse(observation)
  return `The response (status ${response.status}) holds no reply that could be read.`
}
