/** `citations`: where a cited answer says that it is from. */
import { finding, type Finding } from '../../../../model/findings/finding.ts'
import { asObject, isObject, type Members } from '../../../../model/json/shape.ts'
import type { Observation } from '../../../../model/observation.ts'
import { defineAssertion } from '../../../assertion.ts'
import { chunksOf, requestBody } from '../../../evidence/evidence.ts'
import { excerpt } from '../../../evidence/excerpt.ts'
import { judged, onReply, passed } from '../../../outcome.ts'
import { on } from '../../on.ts'
import { citationsIn, documentForms, documentsIn } from './cited.ts'

/** A location of a citation, and where it stands. */
interface Cited {
  readonly form: string
  readonly location: Members
  readonly at: { readonly pointer: string; readonly item?: number; readonly byte?: number }
}

export const citations = defineAssertion({
  name: 'citations',
  about: 'Each citation names a document of the request, and a range that is not backwards.',
  args: on,
  reads: { body: 'neither', request: 'violation' },
  judge: onReply((_, _reply, { observation }) => {
    const cited = citedIn(observation)
    if (cited.length === 0) return passed('The answer cites nothing.')
    const count = documentsOf(observation)
    return judged(cited.flatMap((one) => [backwards(one), unknown(one, count)]))
  }),
})

function citedIn(observation: Observation): readonly Cited[] {
  const whole = citationsIn(observation).flatMap(({ citation, pointer }) =>
    locationsOf(citation, { pointer }),
  )
  const streamed = chunksOf(observation).flatMap(({ json, item, byte }) => {
    const { citation } = asObject(json['delta'])
    return locationsOf(citation, { pointer: '/delta/citation', item, byte })
  })
  return [...whole, ...streamed]
}

function locationsOf(citation: unknown, at: Cited['at']): readonly Cited[] {
  return Object.entries(asObject(asObject(citation)['location'])).flatMap(([form, location]) =>
    isObject(location)
      ? [{ form, location, at: { ...at, pointer: `${at.pointer}/location/${form}` } }]
      : [],
  )
}

function backwards({ location: { start, end }, at }: Cited): Finding | undefined {
  if (typeof start !== 'number' || typeof end !== 'number' || end >= start) return undefined
  const message = 'A citation ends before it starts.'
  const location = { ...at, pointer: `${at.pointer}/end` }
  return finding('bedrock.citation-range', message, `at least ${start}`, `${end}`, location)
}

/** The number of documents; undefined in a recording without the request. */
function documentsOf(observation: Observation): number | undefined {
  const asked = requestBody(observation)
  return asked && documentsIn(asked).length
}

function unknown({ form, location, at }: Cited, count: number | undefined): Finding | undefined {
  const { documentIndex: index } = location
  if (!documentForms.includes(form) || typeof index !== 'number' || count === undefined)
    return undefined
  if (index < count) return undefined
  const message = 'A citation names a document that the request does not have.'
  const expected = count === 0 ? 'no citation of a document' : `at most ${count - 1}`
  return finding('bedrock.citation-document', message, expected, excerpt(index), {
    ...at,
    pointer: `${at.pointer}/documentIndex`,
  })
}
