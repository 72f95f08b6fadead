/** Ids that name one answer of a run. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { passed, unsaid, whyNoResponse } from '../outcome.ts'
import { headerValue, requestIdHeaders } from '../../model/headers.ts'
import type { Exchange } from '../../model/exchange.ts'
import type { Named, OwnId } from '../../model/findings/own-id.ts'
import { isObject } from '../../model/json/shape.ts'
import { percentDecoded } from '../../model/text/percent.ts'
import type { Observation } from '../../model/observation.ts'

const names: z.ZodType<Named> = z.enum(['answer', 'request'])

/**
 * One answer cannot show that its id is used again: the check says which id it is, and the engine
 * compares those of the run. An id that the request names is that of an earlier answer, which is
 * looked up or continued, or one that the client chose.
 */
export const uniqueInRun = defineAssertion({
  name: 'unique-in-run',
  about:
    'The id of the answer, or that of the request in a header, came with no answer to another request of the run.',
  args: names,
  reads: (of) => ({
    ...(of === 'answer'
      ? { body: 'neither' }
      : { headers: { names: requestIdHeaders, holds: 'neither' } }),
    request: 'either',
    run: true,
  }),
  judge: (of, { observation }) => {
    const { exchange } = observation
    if (exchange.response === undefined) return unsaid(whyNoResponse(observation))
    const id = of === 'answer' ? idOfAnswer(observation) : idOfRequest(exchange)
    return id === undefined || isNamedIn(exchange, id) ? passed() : { findings: [], ownId: id }
  },
})

function idOfAnswer({ reply, body }: Observation): OwnId | undefined {
  const value = reply?.id
  if (!value) return undefined
  const isWhole = isObject(body?.json) && body.json['id'] === value
  return { names: 'answer', value, ...(isWhole && { at: { pointer: '/id' } }) }
}

function idOfRequest({ response }: Exchange): OwnId | undefined {
  for (const header of requestIdHeaders) {
    const value = headerValue(response?.headers ?? [], header)?.trim()
    if (value) return { names: 'request', value, at: { header } }
  }
  return undefined
}

function isNamedIn({ request }: Exchange, { value }: OwnId): boolean {
  const path = percentDecoded(new URL(request.url).pathname).split('/')
  if (path.includes(value) || request.headers.some(([, sent]) => sent === value)) return true
  return new TextDecoder().decode(request.body).includes(JSON.stringify(value))
}
