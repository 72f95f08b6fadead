/** `titan-embedding`: the vectors of Amazon Titan Text Embeddings. */
import { defineAssertion } from '../../../assertion.ts'
import { excerpt } from '../../../evidence/excerpt.ts'
import { isObject, type Members } from '../../../../model/json/shape.ts'
import { requestBody } from '../../../evidence/evidence.ts'
import { type Finding, finding } from '../../../../model/findings/finding.ts'
import { judged, unsaid, whyNoReply } from '../../../outcome.ts'
import { on } from '../../on.ts'
import { normFindings, vectorFindings, vectorTypes } from './vector.ts'

/** Bedrock User Guide, model-parameters-titan-embed-text: v2's default; v1 has 1,536 and no choice. */
const defaults = { v1: 1536, v2: 1024 }

export const titanEmbedding = defineAssertion({
  name: 'titan-embedding',
  about:
    'The vector stands in `embedding`, has the dimensions that were asked for, finite numbers, norm 1 where that was asked for, and the text is counted.',
  args: on,
  reads: { body: 'neither', request: 'violation' },
  judge: (_, { observation, cell }) => {
    const json = observation.body?.json
    if (!isObject(json)) return unsaid(whyNoReply(observation))
    const asked = requestBody(observation)
    const dimensions = dimensionsOf(asked, cell.model)
    const { embedding, embeddingsByType: byType } = json
    const given = isObject(byType) ? Object.entries(byType) : []
    const types = given.filter(([, vector]) => vector !== null)
    return judged([
      ...(embedding === undefined || embedding === null
        ? []
        : vectorFindings(embedding, dimensions, { pointer: '/embedding' })),
      ...types.flatMap(([type, vector]) => typed(type, vector, dimensions)),
      ...missing(asked, types, json),
      ...(asked?.['normalize'] === true && Array.isArray(embedding)
        ? normFindings(embedding, { pointer: '/embedding' })
        : []),
      counted(json['inputTextTokenCount'], asked),
    ])
  },
})

function dimensionsOf(asked: Members | undefined, model: string): readonly number[] | undefined {
  if (typeof asked?.['dimensions'] === 'number') return [asked['dimensions']]
  if (asked === undefined) return undefined
  if (model.includes('embed-text-v2')) return [defaults.v2]
  return model.includes('embed-text-v1') ? [defaults.v1] : undefined
}

/** Titan's binary vectors hold one value for each dimension. */
const bits = {
  holds: (value: number) => value === 0 || value === 1,
  dimensions: 1,
  words: '0 and 1',
}

function typed(
  type: string,
  vector: unknown,
  dimensions: readonly number[] | undefined,
): readonly Finding[] {
  const at = { pointer: `/embeddingsByType/${type}` }
  return vectorFindings(vector, dimensions, at, type === 'binary' ? bits : vectorTypes.get(type))
}

function missing(
  asked: Members | undefined,
  types: readonly (readonly [string, unknown])[],
  json: Members,
): readonly Finding[] {
  const wanted = asked?.['embeddingTypes']
  if (asked === undefined) return []
  if (!Array.isArray(wanted)) return unnamed(json)
  return wanted.flatMap((type: unknown) => {
    if (types.some(([name]) => name === type)) return []
    if (type === 'float' && Array.isArray(json['embedding'])) return []
    const message = 'A type of vector that was asked for did not come.'
    const at = { pointer: '/embeddingsByType' }
    const received = types.map(([name]) => name).join(', ')
    return [finding('bedrock.vector-missing', message, excerpt(type), received, at)]
  })
}

/** Without embeddingTypes a client reads `embedding`, the only member that v1 has. */
function unnamed({ embedding, embeddingsByType }: Members): readonly Finding[] {
  if (embedding !== undefined && embedding !== null) return []
  const message = 'The vector is not in `embedding`, where clients read it.'
  const received = isObject(embeddingsByType) ? 'embeddingsByType alone' : excerpt(embedding)
  const at = { pointer: '/embedding' }
  return [finding('bedrock.vector-missing', message, 'an array of numbers', received, at)]
}

function counted(value: unknown, asked: Members | undefined): Finding | undefined {
  // a picture has no tokens
  const isText = typeof asked?.['inputText'] === 'string' && asked['inputText'] !== ''
  if (typeof value === 'number' && Number.isInteger(value) && value >= (isText ? 1 : 0)) {
    return undefined
  }
  const message = 'The tokens of the text are not counted.'
  const at = { pointer: '/inputTextTokenCount' }
  return finding('bedrock.titan-count', message, 'an integer from 1', excerpt(value), at)
}
