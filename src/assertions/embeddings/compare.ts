/** Embeddings against those of other requests: the same text has the same vector, whatever surrounds it. */
import { z } from 'zod'
import { finding, type Finding } from '../../model/findings/finding.ts'
import { defineAssertion, type CheckInput } from '../assertion.ts'
import { judged, unsaid } from '../outcome.ts'
import { collapsed, identical, likeness, norm, vectorsOf } from './vectors.ts'

/**
 * Cosine above which vectors count as the same: half precision and another batch move the fourth
 * digit, another text or another order of bytes the first.
 */
const same = 0.999

/** Share by which rounding may change the length of a vector. */
const rounding = 0.05

const unread = 'A vector of the response cannot be read.'

export const sameVectors = defineAssertion({
  name: 'same-vectors',
  about: 'The vectors are those of another step, one by one, in whatever encoding.',
  args: z.strictObject({ as: z.string() }),
  reads: { body: 'neither', steps: true },
  judge: ({ as }, input) => {
    const own = vectorsOf(input.observation)
    const others = vectorsOfStep(input, as)
    if (own === undefined) return unsaid(unread)
    if (others === undefined) return unsaid(`Step ${as} gave no vectors.`)
    return judged(own.map((vector, at) => differing(vector, others[at], at, as)))
  },
})

function differing(
  vector: readonly number[],
  other: readonly number[] | undefined,
  at: number,
  step: string,
): Finding | undefined {
  if (other === undefined) return undefined
  const near = likeness(vector, other)
  if (near >= same) return scaled(vector, other, at, step)
  const message = `The vector is not that of step ${step} for the same text.`
  const received = Number.isNaN(near)
    ? `${vector.length} values in place of ${other.length}, or not all finite`
    : `cosine ${near.toFixed(4)}`
  const location = { pointer: `/data/${at}/embedding` }
  return finding('embeddings.differ', message, `cosine ${same} or more`, received, location)
}

/** Where scores are products of vectors, as for those of length 1, they change with the length. */
function scaled(
  vector: readonly number[],
  other: readonly number[],
  at: number,
  step: string,
): Finding | undefined {
  const ratio = norm(vector) / norm(other)
  if (Math.abs(ratio - 1) <= rounding) return undefined
  const message = `The vector has the direction of that of step ${step} for the same text, and another length.`
  const received = `${ratio.toPrecision(3)} times as long`
  const location = { pointer: `/data/${at}/embedding` }
  return finding('embeddings.differ', message, 'the same length', received, location)
}

export const vectorsInOrder = defineAssertion({
  name: 'vectors-in-order',
  about: 'Each vector of a batch is nearest to that of the step which embedded its text alone.',
  args: z.strictObject({ of: z.array(z.string()).min(2) }),
  reads: { body: 'neither', steps: true },
  judge: ({ of }, input) => {
    const batch = vectorsOf(input.observation)
    const alone = of.map((step) => vectorsOfStep(input, step)?.[0])
    const singles = alone.filter((vector) => vector !== undefined)
    if (batch === undefined) return unsaid(unread)
    if (singles.length < of.length) return unsaid('A text alone was not embedded.')
    if (areAlike(singles)) return unsaid('Different texts have the same vector.')
    return judged(
      batch.map((vector, at) => {
        const nearest = nearestOf(vector, singles)
        if (at >= of.length || nearest === at) return undefined
        const message = 'The embeddings of a batch are not in the order of its texts.'
        const received = nearest < 0 ? 'like none of them' : `that of step ${of[nearest]}`
        const location = { pointer: `/data/${at}/embedding` }
        return finding('embeddings.order', message, `that of step ${of[at]}`, received, location)
      }),
    )
  },
})

/** Position of the vector that is nearest; -1 where none can be compared. */
function nearestOf(vector: readonly number[], others: readonly (readonly number[])[]): number {
  const near = others.map((other) => likeness(vector, other))
  return near.reduce((best, value, at) => (value > (near[best] ?? -Infinity) ? at : best), -1)
}

function areAlike(vectors: readonly (readonly number[])[]): boolean {
  return vectors.some((one, at) =>
    vectors.slice(at + 1).some((other) => likeness(one, other) >= identical),
  )
}

export const equalVectors = defineAssertion({
  name: 'equal-vectors',
  about: 'Equal texts of a batch, by their positions from 0, have the same vector.',
  args: z.strictObject({ of: z.array(z.number().int().nonnegative()).min(2) }),
  reads: { body: 'neither' },
  judge: ({ of }, { observation }) => {
    const vectors = vectorsOf(observation)
    if (vectors === undefined) return unsaid(unread)
    const [first = 0, ...others] = of
    const model = vectors[first]
    if (model === undefined) return unsaid(`There is no vector ${first}.`)
    return judged(others.map((at) => unequal(model, vectors[at], at, first)))
  },
})

function unequal(
  model: readonly number[],
  vector: readonly number[] | undefined,
  at: number,
  first: number,
): Finding | undefined {
  const location = { pointer: `/data/${at}/embedding` }
  const expected = `cosine ${same} or more`
  const message = `The vector is not that of text ${first}, which is the same text.`
  if (vector === undefined) {
    return finding('embeddings.differ', message, expected, 'no vector', location)
  }
  const near = likeness(model, vector)
  if (near >= same) return undefined
  const received = Number.isNaN(near) ? 'another length, or not all finite' : near.toFixed(4)
  return finding('embeddings.differ', message, expected, received, location)
}

export const distinctVectors = defineAssertion({
  name: 'distinct-vectors',
  about: 'No two vectors of a batch of different texts are the same.',
  args: z.union([
    z.literal(true),
    /** Positions, from 0, of texts that are there already. */
    z.strictObject({ but: z.array(z.number().int().nonnegative()).min(1) }),
    /** Positions of texts that have nothing in common: their vectors may not be nearly the same either. */
    z.strictObject({ unrelated: z.array(z.number().int().nonnegative()).min(2) }),
  ]),
  reads: { body: 'neither' },
  judge: (args, { observation }) => {
    const vectors = vectorsOf(observation)
    if (vectors === undefined) return unsaid(unread)
    if (vectors.length < 2) return unsaid('There is one vector alone.')
    if (args !== true && 'unrelated' in args) return judged(collapsedOnes(vectors, args.unrelated))
    const texts = vectors.map((vector) => JSON.stringify(vector))
    const firsts = new Map(texts.map((text, at) => [text, at] as const).toReversed())
    return judged(
      texts.map((text, at) => {
        const first = firsts.get(text)
        if (first === at || (args !== true && args.but.includes(at))) return undefined
        const message = 'Different texts have the same vector.'
        const location = { pointer: `/data/${at}/embedding` }
        const received = `that of text ${first}`
        return finding('embeddings.alike', message, 'a vector of its own', received, location)
      }),
    )
  },
})

function collapsedOnes(
  vectors: readonly (readonly number[])[],
  positions: readonly number[],
): readonly (Finding | undefined)[] {
  return positions.map((at, rank) => {
    const vector = vectors[at] ?? []
    const first = positions
      .slice(0, rank)
      .find((other) => likeness(vector, vectors[other] ?? []) >= collapsed)
    if (first === undefined) return undefined
    const message = 'Texts that have nothing in common have nearly the same vector.'
    const location = { pointer: `/data/${at}/embedding` }
    const cosine = likeness(vector, vectors[first] ?? []).toFixed(6)
    const received = `${cosine} to that of text ${first}`
    return finding('embeddings.alike', message, `a cosine below ${collapsed}`, received, location)
  })
}

function vectorsOfStep(
  { steps }: CheckInput,
  step: string,
): readonly (readonly number[])[] | undefined {
  const [observation] = steps.get(step) ?? []
  return observation && vectorsOf(observation)
}
