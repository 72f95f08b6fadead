/** `error-type`: whether an error says which exception it is, and comes with that one's status. */
import { defineAssertion } from '../../assertion.ts'
import { bodyExcerpt, excerpt } from '../../evidence/excerpt.ts'
import { isObject } from '../../../model/json/shape.ts'
import { headerValue } from '../../../model/headers.ts'
import type { WireResponse } from '../../../model/exchange.ts'
import { finding, type Finding, type Location } from '../../../model/findings/finding.ts'
import type { Observation } from '../../../model/observation.ts'
import { apiFacts, isConversational, onlyEndpointKind } from '../../../model/apis.ts'
import { apiNames, type ApiName } from '../../../model/names.ts'
import { judged, onResponse, passed, unsaid } from '../../outcome.ts'
import { on } from '../on.ts'
import { commonErrors, isModelledError, modelledErrors } from '../model.ts'

/**
 * Smithy restJson1, "operation error serialization": the header X-Amzn-Errortype, else `code` or
 * `__type` in the body; what stands before `#` and after `:` is not part of the name.
 */
export const errorType = defineAssertion({
  name: 'error-type',
  about: 'An error names its exception, spelt as modelled, and has the status of that exception.',
  args: on,
  reads: { headers: { names: ['x-amzn-errortype'], holds: 'pass' }, body: 'neither' },
  judge: onResponse((_, response, { observation }) => {
    if (response.status < 400) return unsaid(`The status is ${response.status}, no error.`)
    const named = errorName(response, observation)
    if (named === undefined) return unnamed(response, observation)
    return judged([
      spelling(named),
      ...statuses(named, response),
      ...operations(named, observation),
    ])
  }),
})

/** Clients look at the header, at the body or at both: SDKs of AWS differ. */
export const errorTypeAlike = defineAssertion({
  name: 'error-type-alike',
  about: 'Where the header and the body of an error each name an exception, it is the same one.',
  args: on,
  reads: { headers: { names: ['x-amzn-errortype'], holds: 'neither' }, body: 'neither' },
  judge: onResponse((_, response, { observation }) => {
    if (response.status < 400) return unsaid(`The status is ${response.status}, no error.`)
    const header = inHeader(response)
    const body = inBody(observation)
    if (header === undefined || body === undefined) return passed('It is named once at most.')
    // Other words than those of the service may be another code, as of a server behind.
    const areKnown = [header, body].every(({ name }) => isModelledError(name))
    if (!areKnown || header.name === body.name) return passed()
    const message = 'The body names another exception than the header x-amzn-errortype.'
    return judged([finding('bedrock.error-type-differs', message, header.name, body.name, body.at)])
  }),
})

interface Named {
  readonly name: string
  readonly at: Location
}

function errorName(response: WireResponse, observation: Observation): Named | undefined {
  return inHeader(response) ?? inBody(observation)
}

function inHeader({ headers }: WireResponse): Named | undefined {
  const header = headerValue(headers, 'x-amzn-errortype')
  return header === undefined
    ? undefined
    : { name: bare(header), at: { header: 'x-amzn-errortype' } }
}

function inBody({ body }: Observation): Named | undefined {
  if (!isObject(body?.json)) return undefined
  for (const member of ['code', 'Code', '__type']) {
    const value = body.json[member]
    if (typeof value === 'string') return { name: bare(value), at: { pointer: `/${member}` } }
  }
  return undefined
}

function bare(value: string): string {
  return (value.split(':')[0] ?? '').split('#').at(-1)?.trim() ?? ''
}

/** The front door answers `{"Message": …}` and is not known to name an exception. */
function unnamed(response: WireResponse, { error, body }: Observation) {
  if (error?.envelope === 'coral') return passed('The front door refused without an exception.')
  if (error?.envelope === 'unknown-operation') return passed()
  if (!headersKept(response)) return unsaid('The capture does not keep the response’s headers.')
  return judged([
    finding(
      'bedrock.error-type-missing',
      'The error does not say which exception it is.',
      'the header x-amzn-errortype, or code or __type in the body',
      bodyExcerpt(body?.text ?? '', 120),
      { header: 'x-amzn-errortype' },
    ),
  ])
}

/** Every HTTP response on the wire has one of these; a published recording may have none. */
function headersKept({ headers }: WireResponse): boolean {
  const telling = ['content-length', 'transfer-encoding', 'connection', 'date']
  return headers.some(([name]) => telling.includes(name.toLowerCase()))
}

function spelling({ name, at }: Named): Finding | undefined {
  if (isModelledError(name) || commonErrors.has(name)) return undefined
  const known = [...Object.keys(modelledErrors), ...commonErrors.keys()]
  const meant = known.find((other) => other.toLowerCase() === name.toLowerCase())
  if (meant === undefined) return undefined
  const message = `The exception’s name is not spelt as clients look it up.`
  return finding('bedrock.error-type-spelling', message, meant, excerpt(name), at)
}

function statuses({ name, at }: Named, { status }: WireResponse): readonly Finding[] {
  const due = isModelledError(name) ? modelledErrors[name] : commonErrors.get(name)
  if (due === undefined || due === status) return []
  // AWS lists IncompleteSignature as 400 on some pages and 403 on others.
  if (name.startsWith('IncompleteSignature') && status === 400) return []
  const message = `${name} came with status ${status}.`
  return [finding('bedrock.error-type-status', message, `status ${due}`, `${status}`, at)]
}

/** botocore bedrock-runtime 2023-09-30, `errors` of the operations. */
const onlyFrom: Readonly<Record<string, readonly ApiName[]>> = {
  ServiceQuotaExceededException: apiNames.filter((api) => apiFacts[api].family === 'invoke'),
  ModelStreamErrorException: ['invoke-stream'],
}

/** Whether it is an operation of Bedrock Runtime in AWS's own form. */
function isRuntime(api: ApiName): boolean {
  return isConversational(api) && onlyEndpointKind(api) === 'bedrock'
}

function operations({ name, at }: Named, { api }: Observation): readonly Finding[] {
  const allowed = Object.hasOwn(onlyFrom, name) ? onlyFrom[name] : undefined
  if (allowed === undefined || !isRuntime(api) || allowed.includes(api)) return []
  const message = `${name} is no error of this operation.`
  const expected = `an error of ${api}; ${name} belongs to ${allowed.join(', ')}`
  return [finding('bedrock.error-type-operation', message, expected, name, at)]
}
