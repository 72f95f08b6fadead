/** Vectors as responses of `POST /embeddings` hold them, and how near they are to each other. */
import { asObject, asString, isObject, listOf, objectsOf } from '../../model/json/shape.ts'
import { indexBy } from '../../model/lists/group-by.ts'
import type { Observation } from '../../model/observation.ts'
import { requestBody } from '../evidence/evidence.ts'

/** One entry of `data`. */
export interface Entry {
  readonly index: unknown
  /** As it came: a list of numbers, or a text in base64. */
  readonly embedding: unknown
  readonly pointer: string
}

/** The entries of the response; empty where there is no list of them. */
export function entriesOf({ body }: Observation): readonly Entry[] {
  const entries = isObject(body?.json) ? objectsOf(body.json['data']) : []
  return entries.map(({ index, embedding }, position) => ({
    index,
    embedding,
    pointer: `/data/${position}`,
  }))
}

/** What the request asks for; undefined in a recording without it. */
export interface Asked {
  /** How many texts are to be embedded; undefined where `input` has none of the forms. */
  readonly count: number | undefined
  readonly dimensions: number | undefined
  readonly encoding: 'float' | 'base64'
}

/** openai-openapi f85dbe2, CreateEmbeddingRequest: a text, texts, tokens, or lists of tokens. */
export function askedOf(observation: Observation): Asked | undefined {
  const asked = requestBody(observation)
  if (asked === undefined) return undefined
  const { input, dimensions, encoding_format: encoding } = asked
  return {
    count: countOf(input),
    dimensions: typeof dimensions === 'number' ? dimensions : undefined,
    encoding: encoding === 'base64' ? 'base64' : 'float',
  }
}

function countOf(input: unknown): number | undefined {
  if (typeof input === 'string') return 1
  const items = listOf(input)
  if (items.length === 0) return undefined
  return items.every((item) => typeof item === 'number') ? 1 : items.length
}

/** The numbers of a vector in either form; undefined for what is neither. */
export function valuesOf(embedding: unknown): readonly number[] | undefined {
  const text = asString(embedding)
  if (text !== undefined) return floatsOf(text)
  const values = listOf(embedding)
  return values.length > 0 && values.every(isNumber) ? values : undefined
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number'
}

/** RFC 4648 section 4, with its padding. */
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u

/** Float32 values, the lowest byte first, as OpenAI's clients read them (openai 6.49.0, internal/utils/base64). */
function floatsOf(text: string): readonly number[] | undefined {
  if (text === '' || !base64.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length % 4 !== 0) return undefined
  return Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4))
}

/**
 * Vectors of a response in the order of the inputs, which the indexes tell where they are right;
 * undefined where one cannot be read.
 */
export function vectorsOf(observation: Observation): readonly (readonly number[])[] | undefined {
  const entries = entriesOf(observation)
  const byIndex = indexBy(entries, ({ index }) => index)
  const ordered = entries.map((_, at) => byIndex.get(at)?.[0])
  const known = ordered.filter((entry) => entry !== undefined)
  const inputs = known.length === entries.length ? known : entries
  const vectors = inputs.map(({ embedding }) => valuesOf(embedding))
  const read = vectors.filter((vector) => vector !== undefined)
  return read.length > 0 && read.length === vectors.length ? read : undefined
}

/** Cosine above which two vectors are one, but for the rounding of this product. */
export const identical = 0.999999

/**
 * Cosine from which vectors of unrelated texts say nothing of their texts. Where a model has all of
 * its vectors in one direction, unrelated texts come to 0.9; in those of raw language models to 0.99.
 */
export const collapsed = 0.999

/** Cosine of the angle: 1 for the same direction; NaN where the lengths differ or one has none. */
export function likeness(one: readonly number[], other: readonly number[]): number {
  if (one.length !== other.length) return Number.NaN
  const product = one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0)
  return product / (norm(one) * norm(other))
}

/** The length of a vector in space. */
export function norm(vector: readonly number[]): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
}

/** The member of `usage` with that name. */
export function counted({ body }: Observation, name: string): unknown {
  return asObject(asObject(body?.json)['usage'])[name]
}
