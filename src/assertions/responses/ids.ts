/** `response-ids` and `response-reason`: what the specification says of single members. */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../assertion.ts'
import { isObject, listOf, type Members } from '../../model/json/shape.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, passed } from '../outcome.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import { onResponseObject, type ResponseObject } from './subject.ts'

const responseIds = defineAssertion({
  name: 'response-ids',
  about: 'Items of one response have different ids, and its calls different call_ids.',
  args: z.literal(true),
  reads: { body: 'neither', invented: 'id' },
  judge: onResponseObject((_, response) => {
    const items = listOf(response.json['output']).filter(isObject)
    return judged([repeated(response, items, 'id'), repeated(response, items, 'call_id')])
  }),
})

/** The output of a call has the call's own call_id, so only calls are compared. */
function repeated(
  { at }: ResponseObject,
  items: readonly Members[],
  name: 'id' | 'call_id',
): Finding | undefined {
  const before = new Set<unknown>()
  const again = items.findIndex((item) => {
    const id = isOutput(item) && name === 'call_id' ? undefined : item[name]
    const isKnown = typeof id === 'string' && before.has(id)
    before.add(id)
    return isKnown
  })
  if (again === -1) return undefined
  const message = `Two items of the response have the same ${name}.`
  const received = excerpt(items[again]?.[name])
  const pointer = at(`/output/${again}/${name}`)
  return finding(
    'responses.item-id-repeated',
    message,
    'one of its own for each',
    received,
    pointer,
  )
}

function isOutput({ type }: Members): boolean {
  return typeof type === 'string' && type.endsWith('_output')
}

const reasons = ['max_output_tokens', 'content_filter']

/** OGX says "length", the word of chat completions. */
const responseReason = defineAssertion({
  name: 'response-reason',
  about: 'incomplete_details gives a reason of the specification.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onResponseObject((_, { json, at }) => {
    const details = json['incomplete_details']
    const reason = isObject(details) ? (details['reason'] ?? null) : null
    if (reason === null) return passed()
    if (reasons.some((known) => known === reason)) return passed()
    const message = 'The response is incomplete for a reason that the specification does not have.'
    const pointer = at('/incomplete_details/reason')
    return judged([
      finding('responses.reason', message, reasons.join(' or '), excerpt(reason), pointer),
    ])
  }),
})

export const idAssertions: readonly Assertion[] = [responseIds, responseReason]
