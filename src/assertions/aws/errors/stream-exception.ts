/** `stream-exception`: a stream in which the server reports a failure never passes. */
import { defineAssertion } from '../../assertion.ts'
import { bodyExcerpt } from '../../evidence/excerpt.ts'
import { isObject } from '../../../model/json/shape.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import type { StreamItem } from '../../../model/observation.ts'
import { judged, unsaid, whyNoResponse } from '../../outcome.ts'
import { on } from '../on.ts'
import { streamExceptions } from '../model.ts'

/** What each exception means for the one who reads the report. */
const meanings: Readonly<Record<string, string>> = {
  internalServerException: 'the service failed',
  modelStreamErrorException: 'the model failed while it wrote',
  validationException: 'the request was refused after the stream had begun',
  throttlingException: 'the account or the model is throttled; try again later',
  serviceUnavailableException: 'the service is unavailable; try again later',
  modelTimeoutException: 'the model took too long',
}

export const streamException = defineAssertion({
  name: 'stream-exception',
  about: 'No exception and no error frame ends the stream; if one does, its name is modelled.',
  args: on,
  reads: { body: 'neither' },
  judge: (_, { observation }) => {
    if (observation.exchange.response === undefined) return unsaid(whyNoResponse(observation))
    const failures = observation.items.filter(
      ({ kind }) => kind === 'exception' || kind === 'error',
    )
    const modelled = streamExceptions(observation.api)
    return judged(failures.flatMap((item) => failure(item, modelled)))
  },
})

function failure(item: StreamItem, modelled: readonly string[]): readonly Finding[] {
  const at = { item: item.index, byte: item.byte }
  const name = item.name ?? 'a failure without a name'
  const meaning = Object.hasOwn(meanings, name) ? `: ${meanings[name]}` : ''
  const way = item.asEvent === true ? ', which came as an event that clients skip' : ''
  const message = isObject(item.json) ? item.json['message'] : undefined
  const received =
    typeof message === 'string' ? `${name} "${message}"` : `${name} ${bodyExcerpt(item.text, 80)}`
  const broken = finding(
    'bedrock.stream-exception',
    `The stream was ended by ${name}${way}${meaning}.`,
    'events until messageStop and metadata, or the last chunk',
    received,
    at,
  )
  if (item.kind !== 'exception' || modelled.includes(name)) return [broken]
  const unknown = finding(
    'bedrock.stream-exception-unknown',
    `The stream has an exception that is not modelled: ${name}.`,
    `one of ${modelled.join(', ')}`,
    name,
    at,
  )
  return [broken, unknown]
}
