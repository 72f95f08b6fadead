/** `embedding-vectors` and `embedding-direction`: what each vector is made of. */
import { z } from 'zod'
import { finding, type Finding } from '../../model/findings/finding.ts'
import { asString, listOf } from '../../model/json/shape.ts'
import { defineAssertion } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, onReply, unsaid } from '../outcome.ts'
import { askedOf, entriesOf, valuesOf, type Asked, type Entry } from './vectors.ts'

export const embeddingVectors = defineAssertion({
  name: 'embedding-vectors',
  about:
    'Vectors are finite numbers in the encoding that was asked for, all of the dimensions that were asked for.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'violation' },
  judge: onReply((_, _reply, { observation }) => {
    const asked = askedOf(observation)
    const entries = entriesOf(observation)
    const dimensions = asked?.dimensions ?? valuesOf(entries[0]?.embedding)?.length
    return judged(
      entries.map(
        (entry) =>
          encodingFinding(entry, asked) ?? valueFinding(entry) ?? lengthFinding(entry, dimensions),
      ),
    )
  }),
})

const forms = { float: 'a list of numbers', base64: 'float32 values in base64' } as const

/** A text that is no base64 is of neither encoding. */
function encodingFinding(
  { embedding, pointer }: Entry,
  asked: Asked | undefined,
): Finding | undefined {
  const isText = typeof embedding === 'string'
  const encoding = asked?.encoding ?? (isText ? 'base64' : 'float')
  const isAsAsked = isText === (encoding === 'base64')
  if (isAsAsked && (!isText || valuesOf(embedding) !== undefined)) return undefined
  const message = isAsAsked
    ? 'The text of a vector is not base64 of float32 values.'
    : 'A vector has another encoding than was asked for.'
  const at = { pointer: `${pointer}/embedding` }
  return finding('embeddings.encoding', message, forms[encoding], excerpt(embedding, 60), at)
}

function valueFinding({ embedding, pointer }: Entry): Finding | undefined {
  const values = asString(embedding) === undefined ? listOf(embedding) : (valuesOf(embedding) ?? [])
  const wrong = values.findIndex((value) => !Number.isFinite(value))
  if (values.length > 0 && wrong < 0) return undefined
  const [message, received] =
    wrong < 0
      ? ['A vector is empty.', excerpt(embedding, 60)]
      : [`Value ${wrong} of a vector is no finite number.`, String(values[wrong])]
  const at = { pointer: `${pointer}/embedding` }
  return finding('embeddings.value', message, 'finite numbers', received, at)
}

function lengthFinding(
  { embedding, pointer }: Entry,
  dimensions: number | undefined,
): Finding | undefined {
  const { length } = valuesOf(embedding) ?? []
  if (dimensions === undefined || length === dimensions) return undefined
  const message = 'A vector has another number of dimensions than it must.'
  const at = { pointer: `${pointer}/embedding` }
  return finding('embeddings.length', message, `${dimensions}`, `${length}`, at)
}

export const embeddingDirection = defineAssertion({
  name: 'embedding-direction',
  about: 'No vector has only zeros, which is near to none and to all.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onReply((_, _reply, { observation }) => {
    const entries = entriesOf(observation)
    if (entries.length === 0) return unsaid('The response has no embedding.')
    return judged(
      entries.map(({ embedding, pointer }) => {
        const values = valuesOf(embedding)
        if (values === undefined || values.some((value) => value !== 0)) return undefined
        const message = 'All values of a vector are 0.'
        const at = { pointer: `${pointer}/embedding` }
        return finding('embeddings.zero', message, 'a value other than 0', 'only 0', at)
      }),
    )
  }),
})
