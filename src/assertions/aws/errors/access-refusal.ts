/** `access-refusal`: whether a lack of access is reported as one. */
import { defineAssertion } from '../../assertion.ts'
import { bodyExcerpt } from '../../evidence/excerpt.ts'
import { judged, onResponse, passed, unsaid } from '../../outcome.ts'
import { headerValue } from '../../../model/headers.ts'
import { on } from '../on.ts'
import { finding } from '../../../model/findings/finding.ts'

/** How Bedrock words it: user guide, troubleshooting-api-error-codes, and public reports. */
const wording =
  /access to the model|not authorized|access (?:is )?denied|accessdenied|use case details/iu

/** AccessDeniedException, and ResourceNotFoundException for legacy models and missing forms. */
const statuses: readonly number[] = [403, 404]

/**
 * A model that is open to the account, or not offered where it is asked for, shows nothing. A 5xx
 * for a model without access is the defect that is looked for (ogx#2595).
 */
export const accessRefusal = defineAssertion({
  name: 'access-refusal',
  about: 'A refusal for lack of access is a 403, or a 404 that says so; never a server error.',
  args: on,
  reads: { headers: { names: ['x-amzn-errortype'], holds: 'violation' }, body: 'neither' },
  judge: onResponse((_, response, { observation }) => {
    const { status, headers } = response
    if (status < 400) return unsaid('The account has access to this model, so nothing was refused.')
    const text = observation.body?.text ?? ''
    const stated = `${headerValue(headers, 'x-amzn-errortype') ?? ''} ${text}`
    const speaksOfAccess = wording.test(stated)
    if (status < 500 && !speaksOfAccess) {
      return passed('The model is refused for another reason than access.')
    }
    if (statuses.includes(status)) return passed()
    const message = `A model without access was answered ${status}.`
    const expected = 'status 403 with AccessDeniedException, or 404 that says what is missing'
    const received = `${status}: ${bodyExcerpt(text, 140)}`
    return judged([finding('bedrock.access-status', message, expected, received)])
  }),
})
