/** `nova-embedding`: the vectors of Amazon Nova Multimodal Embeddings. */
import { defineAssertion } from '../../../assertion.ts'
import { isObject, listOf, type Members } from '../../../../model/json/shape.ts'
import { requestBody } from '../../../evidence/evidence.ts'
import { judged, unsaid, whyNoReply } from '../../../outcome.ts'
import { on } from '../../on.ts'
import { vectorFindings } from './vector.ts'

/** Amazon Nova User Guide, embeddings-schema: the default of embeddingDimension. */
const defaultDimensions = 3072

export const novaEmbedding = defineAssertion({
  name: 'nova-embedding',
  about: 'Every vector has the dimensions that were asked for, and finite numbers.',
  args: on,
  reads: { body: 'neither', request: 'violation' },
  judge: (_, { observation }) => {
    const json = observation.body?.json
    if (!isObject(json)) return unsaid(whyNoReply(observation))
    const dimensions = dimensionsOf(requestBody(observation))
    return judged(
      listOf(json['embeddings']).flatMap((entry, index) => {
        const vector = isObject(entry) ? entry['embedding'] : undefined
        const at = { pointer: `/embeddings/${index}/embedding` }
        return vectorFindings(vector, dimensions, at)
      }),
    )
  },
})

function dimensionsOf(asked: Members | undefined): readonly number[] | undefined {
  const params = asked?.['singleEmbeddingParams']
  if (!isObject(params)) return undefined
  const { embeddingDimension: given } = params
  return [typeof given === 'number' ? given : defaultDimensions]
}
