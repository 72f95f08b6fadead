/** What the vectors of all embedding models have in common. */
import { excerpt } from '../../../evidence/excerpt.ts'
import { listOf } from '../../../../model/json/shape.ts'
import { type Finding, type Location, finding } from '../../../../model/findings/finding.ts'

/** Values that a type of vector may hold, and how many dimensions one value stands for. */
interface VectorType {
  readonly holds: (value: number) => boolean
  readonly dimensions: number
  readonly words: string
}

function integers(low: number, high: number, dimensions: number): VectorType {
  return {
    holds: (value) => Number.isInteger(value) && value >= low && value <= high,
    dimensions,
    words: `integers from ${low} to ${high}`,
  }
}

const floats: VectorType = { holds: Number.isFinite, dimensions: 1, words: 'finite numbers' }

/** Cohere API reference, `embedding_types`: binary ones pack eight dimensions into a byte. */
export const vectorTypes: ReadonlyMap<string, VectorType> = new Map([
  ['float', floats],
  ['int8', integers(-128, 127, 1)],
  ['uint8', integers(0, 255, 1)],
  ['binary', integers(-128, 127, 8)],
  ['ubinary', integers(0, 255, 8)],
])

/**
 * What is wrong with one vector.
 *
 * @param dimensions how many it must have; undefined where that is not known
 */
export function vectorFindings(
  vector: unknown,
  dimensions: readonly number[] | undefined,
  at: Location,
  type: VectorType = floats,
): readonly Finding[] {
  const values = listOf(vector)
  if (values.length === 0) {
    const message = 'The vector is empty.'
    return [finding('bedrock.vector-value', message, type.words, excerpt(vector, 60), at)]
  }
  const wrong = values.findIndex((value) => typeof value !== 'number' || !type.holds(value))
  const pointer = `${at.pointer ?? ''}/${wrong}`
  return [
    ...(wrong < 0
      ? []
      : [
          finding(
            'bedrock.vector-value',
            'A value of the vector is not of its type.',
            type.words,
            excerpt(values[wrong], 60),
            { ...at, pointer },
          ),
        ]),
    ...lengthFindings(values.length * type.dimensions, dimensions, at),
    ...(type === floats ? zeroFindings(values, at) : []),
  ]
}

function lengthFindings(
  length: number,
  dimensions: readonly number[] | undefined,
  at: Location,
): readonly Finding[] {
  if (dimensions === undefined || dimensions.includes(length)) return []
  const message = 'The vector has another number of dimensions than it must.'
  const expected = `${dimensions.join(' or ')} dimensions`
  return [finding('bedrock.vector-length', message, expected, `${length}`, at)]
}

/** A vector without a direction is near to none and to all. */
function zeroFindings(values: readonly unknown[], at: Location): readonly Finding[] {
  if (values.some((value) => value !== 0)) return []
  const message = 'All values of the vector are 0.'
  return [finding('bedrock.vector-value', message, 'a value other than 0', 'only 0', at)]
}

/** Euclidean length. */
function normOf(vector: unknown): number {
  const sum = listOf(vector).reduce<number>(
    (total, value) => total + (typeof value === 'number' ? value * value : 0),
    0,
  )
  return Math.sqrt(sum)
}

/** A vector that was asked to be of length 1 and is not. */
export function normFindings(vector: unknown, at: Location): readonly Finding[] {
  const norm = normOf(vector)
  if (Math.abs(norm - 1) <= 0.01) return []
  const message = 'The vector is not normalised, though that was asked for.'
  return [finding('bedrock.vector-norm', message, 'a norm of 1', norm.toFixed(4), at)]
}
