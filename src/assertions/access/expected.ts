/** `availability`: the result of a call compared with what is known of the region. */
import { z } from 'zod'
import type { AnswerClass, Classified, Expected } from '../../model/answer.ts'
import { defineAssertion, type CheckOutcome } from '../assertion.ts'
import { passed, unsaid } from '../outcome.ts'
import { shownAnswer, describe } from './describe.ts'
import { isFindingCode, type FindingCode } from '../../model/findings/finding-codes.ts'

/** Nothing was learnt of the model: the caller was not let in, or not now. */
const mute: ReadonlySet<AnswerClass> = new Set([
  'config-key-region',
  'config-key-expired',
  'config-key-missing',
  'auth',
  'throttled',
])

const silent: ReadonlySet<AnswerClass> = new Set(['endpoint-absent', 'unreachable'])

/** Refusals that only their message tells from others with the same status: it may be in any language. */
const worded: ReadonlyMap<AnswerClass, readonly number[]> = new Map([
  ['not-in-region-or-bad-id', [400, 404]],
  ['needs-inference-profile', [400]],
  ['feature-unsupported', [400]],
  ['model-access', [403]],
  ['model-access-marketplace', [403]],
  ['use-case-form', [404]],
  ['legacy', [404]],
])

export const availability = defineAssertion({
  name: 'availability',
  about:
    'expected: where the model is known to be it answers; unexpected: elsewhere it is refused as known.',
  args: z.enum(['expected', 'unexpected']),
  reads: { body: 'neither' },
  judgesSilence: true,
  judge: (side, { observation, cell }) => {
    const { answer } = observation
    const { expected } = cell
    if (answer === undefined) return unsaid('No answer came that could be classified.')
    if (expected === undefined) return passed('Nothing is known of this model here.')
    if ((expected.class === 'available') !== (side === 'expected')) return passed()
    if (answer.class === expected.class) return passed()
    return differing(answer, expected, observation.exchange.failure !== undefined)
  },
})

/** @param asked whether the call itself met the silence, rather than the preflight before it */
function differing(answer: Classified, expected: Expected, asked: boolean): CheckOutcome {
  const { class: found, evidence } = answer
  const isSilent = silent.has(found) || isSilence(answer)
  if (mute.has(found) || (isSilent && !asked)) {
    // Without the request's id, so that equal causes are told once; the report has the evidence.
    return unsaid(`Nothing can be said of the model: ${withoutId(answer)}.`)
  }
  if (isSilent) return { findings: [], unreachable: `${shownAnswer(answer)}.` }
  // Which of the refusals with this status it is, only its wording says, in whatever language.
  if (found === 'unclassified' && worded.get(expected.class)?.includes(evidence.status ?? 0)) {
    return unsaid(`The refusal is worded otherwise than known: ${withoutId(answer)}.`)
  }
  const agreeing = expected.earlier.find((claim) => claim.class === found)
  const notes = agreeing ? [`An older claim said so: ${describe(agreeing)}.`] : []
  const finding = {
    code: codeOf(found),
    message:
      expected.class === 'available'
        ? `The model is known to be available here, and the call resulted in ${found}.`
        : `The model is known to be ${expected.class} here, and the call resulted in ${found}.`,
    expected: describe(expected),
    received: shownAnswer(answer),
  }
  return { findings: [finding], ...(notes.length > 0 && { notes }) }
}

function withoutId({ class: found, evidence }: Classified): string {
  const { requestId: _, ...rest } = evidence
  return shownAnswer({ class: found, evidence: rest })
}

/** A connection that was cut or stayed silent does not show whether the model is there. */
function isSilence({ evidence }: Classified): boolean {
  return evidence.failure !== undefined
}

function codeOf(found: AnswerClass): FindingCode {
  const code = `availability.${found}`
  return isFindingCode(code) ? code : 'availability.unclassified'
}
