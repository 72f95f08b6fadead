/** Time and model of a completion (CreateChatCompletionResponse). */
import { z } from 'zod'
import { defineAssertion } from '../../assertion.ts'
import { requestBody } from '../../evidence/evidence.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { judged, onReply, passed, unsaid } from '../../outcome.ts'
import { headerValue } from '../../../model/headers.ts'
import type { Exchange } from '../../../model/exchange.ts'
import { finding } from '../../../model/findings/finding.ts'
import { percentDecoded } from '../../../model/text/percent.ts'

/** "The Unix timestamp (in seconds) of when the chat completion was created." */
export const createdNearDate = defineAssertion({
  name: 'created-near-date',
  about:
    'The created time is that of the response, or of its beginning, give or take these minutes. A reply that is looked up was made before.',
  args: z.strictObject({ minutes: z.number().positive() }),
  reads: { headers: { names: ['date'], holds: 'neither' }, body: 'neither', times: 'pass' },
  judge: onReply(({ minutes }, { id, created }, { observation: { exchange } }) => {
    const date = headerValue(exchange.response?.headers ?? [], 'date')
    const now = Date.parse(date ?? '')
    if (Number.isNaN(now)) return unsaid('The response has no Date header to compare with.')
    if (created === undefined) return unsaid('The reply has no created time.')
    if (isLookedUp(exchange, id)) return passed('The reply was made before it was asked for.')
    const apart = Math.abs(created - now / 1000)
    // Of an answer that is sent when it is whole, Date is its end.
    const took = (exchange.response?.headersAt ?? 0) / 1000
    const most = minutes * 60 + (created < now / 1000 ? took : 0)
    if (apart <= most) return passed()
    return judged([
      finding(
        'completion.created-skew',
        'created is not the time at which the reply was made.',
        `seconds since 1970 within ${minutes} minutes of ${date}`,
        `${created}, ${Math.round(apart / 60)} minutes apart`,
        { pointer: '/created' },
      ),
    ])
  }),
})

/** Whether the request names the reply: it is read again, or cancelled. */
function isLookedUp({ request: { method, url } }: Exchange, id: string | undefined): boolean {
  const path = percentDecoded(new URL(url).pathname).split('/')
  return method === 'GET' || (id !== undefined && path.includes(id))
}

/** The year 5138, or in milliseconds 1973. */
const farInSeconds = 100_000_000_000

/** Unlike its nearness to the Date header, its unit can be told from the number alone. */
export const createdInSeconds = defineAssertion({
  name: 'created-in-seconds',
  about: 'The created time is in seconds, not in a fraction of them.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onReply((_, { created }) => {
    if (created === undefined) return unsaid('The reply has no created time.')
    if (created < farInSeconds) return passed()
    const message = 'created is no time in seconds.'
    const at = { pointer: '/created' }
    return judged([
      finding('completion.created-unit', message, 'seconds since 1970', `${created}`, at),
    ])
  }),
})

/** Dated snapshots (`name-2024-08-06`) and ids behind a provider or region prefix are aliases. */
export const modelEcho = defineAssertion({
  name: 'model-echo',
  about: 'The reply names the model that was asked for, or a declared alias of it.',
  args: z.union([z.literal(true), z.strictObject({ aliases: z.array(z.string()).min(1) })]),
  reads: { body: 'neither', request: 'neither' },
  judge: onReply((args, { model }, { observation, cell }) => {
    const asked = requestBody(observation)?.['model'] ?? cell.model
    if (typeof asked !== 'string') return unsaid('The request names no model.')
    if (model === undefined) return unsaid('The reply names no model.')
    const aliases = args === true ? [] : args.aliases
    const isAlias =
      model === asked ||
      aliases.includes(model) ||
      model.startsWith(`${asked}-`) ||
      asked.endsWith(`/${model}`) ||
      model.endsWith(`/${asked}`) ||
      (/^(?:us|eu|apac|jp|au|in|ca|global|us-gov)\./u.test(asked) && asked.endsWith(`.${model}`))
    if (isAlias) return passed()
    const message = 'The reply names another model than the one asked for.'
    const at = { pointer: '/model' }
    return judged([finding('completion.model-differs', message, asked, excerpt(model), at)])
  }),
})
