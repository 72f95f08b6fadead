/** `cohere-embedding`: the vectors of Cohere Embed. */
import { defineAssertion } from '../../../assertion.ts'
import { excerpt } from '../../../evidence/excerpt.ts'
import { isObject, listOf, type Members } from '../../../../model/json/shape.ts'
import { requestBody } from '../../../evidence/evidence.ts'
import { type Finding, finding } from '../../../../model/findings/finding.ts'
import { judged, unsaid, whyNoReply } from '../../../outcome.ts'
import { on } from '../../on.ts'
import { vectorFindings, vectorTypes } from './vector.ts'

/** Vectors of one type, in the order of the texts. */
interface Batch {
  readonly type: string
  readonly vectors: readonly unknown[]
  readonly pointer: string
}

export const cohereEmbedding = defineAssertion({
  name: 'cohere-embedding',
  about:
    'There is one vector for each text, all of the dimensions that were asked for, and values of their type.',
  args: on,
  reads: { body: 'neither', request: 'violation' },
  judge: (_, { observation }) => {
    const json = observation.body?.json
    if (!isObject(json)) return unsaid(whyNoReply(observation))
    const asked = requestBody(observation)
    const batches = batchesOf(json)
    return judged([
      form(json),
      ...batches.flatMap((batch) => [
        countFinding(batch, inputsOf(asked)),
        ...batchFindings(batch, dimensionsOf(asked, batches)),
      ]),
      ...missing(asked, batches),
    ])
  },
})

function batchesOf({ embeddings }: Members): readonly Batch[] {
  if (Array.isArray(embeddings)) {
    return [{ type: 'float', vectors: embeddings, pointer: '/embeddings' }]
  }
  return Object.entries(isObject(embeddings) ? embeddings : {})
    .filter(([, vectors]) => vectors !== null)
    .map(([type, vectors]) => ({
      type,
      vectors: listOf(vectors),
      pointer: `/embeddings/${type}`,
    }))
}

/** Recordings of pydantic-ai: v3 sends a list, v4 an object by type. */
function form({ response_type: type, embeddings }: Members): Finding | undefined {
  const isList = Array.isArray(embeddings)
  if (isList === (type === 'embeddings_floats') || !isKnown(type)) return undefined
  const message = 'embeddings has another form than response_type says.'
  const expected = isList ? '"embeddings_floats"' : '"embeddings_by_type"'
  const at = { pointer: '/response_type' }
  return finding('bedrock.vector-form', message, expected, excerpt(type), at)
}

function isKnown(type: unknown): boolean {
  return type === 'embeddings_floats' || type === 'embeddings_by_type'
}

function inputsOf(asked: Members | undefined): number | undefined {
  const given = ['texts', 'images', 'inputs'].flatMap((name) =>
    Array.isArray(asked?.[name]) ? [asked[name].length] : [],
  )
  return given.length === 0 ? undefined : given.reduce((sum, length) => sum + length, 0)
}

function countFinding(
  { vectors, pointer }: Batch,
  expected: number | undefined,
): Finding | undefined {
  if (expected === undefined || vectors.length === expected) return undefined
  const message = 'The number of vectors is not that of the inputs.'
  return finding('bedrock.vector-count', message, `${expected}`, `${vectors.length}`, { pointer })
}

/** What was asked for, else those of the first vector: all vectors of one model are alike. */
function dimensionsOf(
  asked: Members | undefined,
  batches: readonly Batch[],
): readonly number[] | undefined {
  if (typeof asked?.['output_dimension'] === 'number') return [asked['output_dimension']]
  const first = batches.find(({ type }) => vectorTypes.has(type))
  const length = listOf(first?.vectors[0]).length
  const each = vectorTypes.get(first?.type ?? '')?.dimensions ?? 1
  return length === 0 ? undefined : [length * each]
}

function batchFindings(
  { type, vectors, pointer }: Batch,
  dimensions: readonly number[] | undefined,
): readonly Finding[] {
  const kind = vectorTypes.get(type)
  if (kind === undefined) return [] // base64 is a text, and what is new may be anything
  return vectors.flatMap((vector, index) =>
    vectorFindings(vector, dimensions, { pointer: `${pointer}/${index}` }, kind),
  )
}

function missing(asked: Members | undefined, batches: readonly Batch[]): readonly Finding[] {
  const names = batches.map(({ type }) => type)
  return listOf(asked?.['embedding_types']).flatMap((type) => {
    if (typeof type !== 'string' || names.includes(type)) return []
    const message = 'A type of vector that was asked for did not come.'
    const at = { pointer: '/embeddings' }
    return [finding('bedrock.vector-missing', message, type, names.join(', '), at)]
  })
}
