/** `vectors-agree`: whether an answer of InvokeModel agrees with itself about its vectors. */
import { defineAssertion } from '../../../assertion.ts'
import { likeness } from '../../../embeddings/vectors.ts'
import { excerpt } from '../../../evidence/excerpt.ts'
import { requestBody } from '../../../evidence/evidence.ts'
import { isObject, listOf, type Members } from '../../../../model/json/shape.ts'
import { type Finding, finding } from '../../../../model/findings/finding.ts'
import { judged, unsaid, whyNoReply } from '../../../outcome.ts'
import { on } from '../../on.ts'

/** Half precision moves the fourth digit of a cosine. */
const same = 0.999

/** The part of signs that agree: models differ in where they cut between 0 and 1. */
const mostSigns = 3 / 4

export const vectorsAgree = defineAssertion({
  name: 'vectors-agree',
  about:
    'The types of one vector agree: embedding is the float one, binary ones have its signs, integers are not all 0; texts are those of the request.',
  args: on,
  reads: { body: 'neither', request: 'violation' },
  judge: (_, { observation }) => {
    const json = observation.body?.json
    if (!isObject(json)) return unsaid(whyNoReply(observation))
    const { embedding, embeddings, embeddingsByType: byType } = json
    return judged([
      ...(isObject(byType) ? ofTitan(embedding, byType) : []),
      ...(isObject(embeddings) ? ['int8', 'uint8'].flatMap((name) => zero(name, embeddings)) : []),
      otherTexts(json['texts'], requestBody(observation)?.['texts']),
    ])
  },
})

function numbers(value: unknown): readonly number[] {
  return listOf(value).filter((one) => typeof one === 'number')
}

function ofTitan(embedding: unknown, byType: Members): readonly (Finding | undefined)[] {
  const float = numbers(byType['float'])
  const alone = numbers(embedding)
  const binary = numbers(byType['binary'])
  return [
    float.length > 0 && alone.length > 0 && !(likeness(float, alone) >= same)
      ? differ('/embedding', 'embeddingsByType.float', 'another vector')
      : undefined,
    signs(binary, float.length > 0 ? float : alone),
  ]
}

function signs(binary: readonly number[], float: readonly number[]): Finding | undefined {
  if (binary.length === 0) return undefined
  const pointer = '/embeddingsByType/binary'
  if (new Set(binary).size === 1) return differ(pointer, 'both 0 and 1', `only ${binary[0]}`)
  if (binary.length !== float.length) return undefined
  const agreed = binary.filter((bit, at) => bit === ((float[at] ?? 0) > 0 ? 1 : 0)).length
  if (agreed >= binary.length * mostSigns) return undefined
  return differ(pointer, 'the signs of the float vector', `${agreed} of ${binary.length}`)
}

function zero(name: string, embeddings: Members): readonly Finding[] {
  return listOf(embeddings[name]).flatMap((vector, at) => {
    const values = numbers(vector)
    if (values.length === 0 || values.some((value) => value !== values[0])) return []
    return [differ(`/embeddings/${name}/${at}`, 'different values', `only ${values[0]}`)]
  })
}

/** Some models write texts in lower case. */
function otherTexts(given: unknown, asked: unknown): Finding | undefined {
  if (!Array.isArray(given) || !Array.isArray(asked)) return undefined
  const plain = (list: readonly unknown[]) => JSON.stringify(list).toLowerCase()
  if (given.length === 0 || plain(given) === plain(asked)) return undefined
  return differ('/texts', excerpt(asked, 80), excerpt(given, 80))
}

function differ(pointer: string, expected: string, received: string): Finding {
  const message = 'The answer disagrees with itself, or with the request, about a vector.'
  return finding('bedrock.vector-types', message, expected, received, { pointer })
}
