/** What all events of one stream share, and how ids look. */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, passed } from '../outcome.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import type { FindingCode } from '../../model/findings/finding-codes.ts'
import { onEvents, locationOf, responseIn, type StreamEvent } from './events.ts'
import { onResponseObject } from './subject.ts'

/** Members that are fixed when the response is created. */
const fixed = [
  ['id', 'responses.id-changed'],
  ['created_at', 'responses.created-at-changed'],
  ['model', 'responses.model-changed'],
] as const

const identity = defineAssertion({
  name: 'response-identity',
  about: 'All events of a stream carry the same response id, created_at and model.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onEvents((_, events) => {
    const carriers = events.filter((event) => responseIn(event) !== undefined)
    const ids = events.filter(({ json }) => typeof json['response_id'] === 'string')
    return judged([
      ...fixed.map(([name, code]) => change(carriers, name, code)),
      foreign(ids, carriers[0]),
    ])
  }),
})

function change(
  carriers: readonly StreamEvent[],
  name: string,
  code: FindingCode,
): Finding | undefined {
  const [first] = carriers
  if (first === undefined) return undefined
  const value = responseIn(first)?.[name]
  const other = carriers.find((event) => responseIn(event)?.[name] !== value)
  if (other === undefined) return undefined
  const message = `The ${name} of the response changes within the stream.`
  const expected = `${excerpt(value)}, as in ${first.type}`
  const received = `${excerpt(responseIn(other)?.[name])} in ${other.type}`
  return finding(code, message, expected, received, locationOf(other, `/response/${name}`))
}

/** OGX names the response in the events of its items too. */
function foreign(named: readonly StreamEvent[], first?: StreamEvent): Finding | undefined {
  const id = first && responseIn(first)?.['id']
  const other = named.find(({ json }) => id !== undefined && json['response_id'] !== id)
  if (other === undefined) return undefined
  const message = `Event ${other.item} belongs to another response.`
  const at = locationOf(other, '/response_id')
  const received = excerpt(other.json['response_id'])
  return finding('responses.id-changed', message, excerpt(id), received, at)
}

/** No specification has the prefix; every server that was captured sends it. */
const idForm = defineAssertion({
  name: 'response-id-form',
  about: 'The id of a response begins with resp_, as captured of every server.',
  args: z.literal(true),
  reads: { body: 'neither', invented: 'id' },
  judge: onResponseObject((_, { json, at }) => {
    const { id } = json
    if (typeof id === 'string' && id.startsWith('resp_')) return passed()
    const message = 'The id of the response does not begin with resp_.'
    return judged([finding('responses.id-form', message, 'resp_…', excerpt(id), at('/id'))])
  }),
})

export const identityAssertions: readonly Assertion[] = [identity, idForm]
