/** When a response ended, and at which limit. */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../assertion.ts'
import { requestBody } from '../evidence/evidence.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, passed } from '../outcome.ts'
import { headerValue } from '../../model/headers.ts'
import { asNumber, asObject } from '../../model/json/shape.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import type { Observation } from '../../model/observation.ts'
import { onResponseObject, type ResponseObject } from './subject.ts'

/** Clocks of two machines differ a little, and the Date header is that of the beginning. */
const earlySeconds = 1
const lateSeconds = 600

const completedAt = defineAssertion({
  name: 'response-completed-at',
  about:
    'completed_at, where there is one, is that of a completed response, not before created_at and not in the future.',
  args: z.literal(true),
  reads: { headers: { names: ['date'], holds: 'violation' }, body: 'neither' },
  judge: onResponseObject((_, response, { observation }) => {
    const completed = asNumber(response.json['completed_at'])
    if (completed === undefined) return passed('The response has no completed_at.')
    return judged([
      uncompleted(response, completed) ??
        early(response, completed) ??
        late(response, completed, observation),
    ])
  }),
})

function uncompleted({ json, at }: ResponseObject, completed: number): Finding | undefined {
  const { status } = json
  if (status === 'completed' || (status ?? null) === null) return undefined
  const message = `The response is ${String(status)}, and says when it was completed.`
  return finding('responses.completed-at', message, 'null', `${completed}`, at('/completed_at'))
}

function early({ json, at }: ResponseObject, completed: number): Finding | undefined {
  const created = asNumber(json['created_at'])
  if (created === undefined || completed >= Math.floor(created) - earlySeconds) return undefined
  const message = 'The response was completed before it was created.'
  const expected = `${created}, which is created_at, or later`
  return finding('responses.completed-at', message, expected, `${completed}`, at('/completed_at'))
}

function late(
  { at }: ResponseObject,
  completed: number,
  { exchange }: Observation,
): Finding | undefined {
  const date = headerValue(exchange.response?.headers ?? [], 'date')
  const now = Date.parse(date ?? '') / 1000
  if (Number.isNaN(now) || completed <= now + lateSeconds) return undefined
  const message = 'completed_at is in the future.'
  const expected = `seconds since 1970, about ${date}`
  return finding('responses.completed-at', message, expected, `${completed}`, at('/completed_at'))
}

/** The least part of the limit that counts as reached: some do not count what they cut off. */
const leastPart = 1 / 2

const cutAtLimit = defineAssertion({
  name: 'response-cut-at-limit',
  about:
    'A response that max_output_tokens cut has at least half as many tokens as the request allows.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'violation' },
  judge: onResponseObject((_, { json, at }, { observation }) => {
    const { reason } = asObject(json['incomplete_details'])
    if (json['status'] !== 'incomplete' || reason !== 'max_output_tokens') return passed()
    const limit = asNumber(requestBody(observation)?.['max_output_tokens'])
    const given = asNumber(asObject(json['usage'])['output_tokens'])
    if (limit === undefined || given === undefined) return passed('The limit or count is unknown.')
    if (given >= limit * leastPart) return passed()
    const message = 'The response says that its limit of tokens ended it, long before that limit.'
    const expected = `about ${limit} output tokens, or another reason`
    const pointer = at('/incomplete_details/reason')
    const received = `${excerpt(reason)} after ${given} output tokens`
    return judged([finding('usage.under-limit', message, expected, received, pointer)])
  }),
})

export const endedAssertions: readonly Assertion[] = [completedAt, cutAtLimit]
