/** `error-body`: whether a refusal is one: its status, and its body `{"message": …}`. */
import { defineAssertion } from '../../assertion.ts'
import { bodyExcerpt, excerpt } from '../../evidence/excerpt.ts'
import { isObject } from '../../../model/json/shape.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import type { Observation } from '../../../model/observation.ts'
import { judged, onResponse, passed } from '../../outcome.ts'
import { on } from '../on.ts'
import { modelledErrors } from '../model.ts'

/** Refusals by the HTTP layer, before any modelled operation is reached (RFC 9110 section 15). */
const edge: readonly number[] = [401, 405, 406, 409, 411, 413, 414, 415, 431, 501, 502, 504]

/**
 * The service layer writes `message`, the front door `Message`. A path that is not served is
 * answered 200 with an UnknownOperationException; that is told by whoever expects another answer.
 */
export const errorBody = defineAssertion({
  name: 'error-body',
  about: 'A refusal has the status of an exception and a JSON object with a message.',
  args: on,
  reads: { body: 'neither' },
  judge: onResponse((_, { status }, { observation }) => {
    if (isUnknownOperation(observation)) {
      return passed('The path is not served (UnknownOperationException).')
    }
    if (status < 400) return judged([notRefused(status, observation)])
    return judged([unknownStatus(status), withoutMessage(observation)])
  }),
})

/** The runtime host says it in JSON, the control plane in XML. */
function isUnknownOperation({ error, body }: Observation): boolean {
  return (
    error?.envelope === 'unknown-operation' ||
    /^\s*<UnknownOperationException\b/u.test(body?.text ?? '')
  )
}

function notRefused(status: number, { body }: Observation): Finding {
  return finding(
    'bedrock.error-missing',
    'The request was not refused.',
    'a 4xx status with a message',
    `${status}: ${bodyExcerpt(body?.text ?? '', 120)}`,
  )
}

function unknownStatus(status: number): Finding | undefined {
  const modelled = [...new Set<number>(Object.values(modelledErrors))].toSorted((a, b) => a - b)
  if (modelled.includes(status) || edge.includes(status)) return undefined
  const message = 'No modelled exception has this status.'
  return finding('bedrock.error-status', message, `one of ${modelled.join(', ')}`, `${status}`)
}

function withoutMessage({ body }: Observation): Finding | undefined {
  const json = isObject(body?.json) ? body.json : undefined
  const message = json?.['message'] ?? json?.['Message']
  if (typeof message === 'string' && message.trim() !== '') return undefined
  const received = json === undefined ? bodyExcerpt(body?.text ?? '', 120) : excerpt(json)
  const wording = 'The error has no message.'
  const expected = 'a JSON object with a text under message or Message'
  return finding('bedrock.error-body', wording, expected, received)
}
