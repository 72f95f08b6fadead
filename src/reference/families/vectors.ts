/** InvokeModel with models that answer vectors or scores (Bedrock User Guide, model-parameters-*; Nova User Guide, embeddings-schema). */
import { createHash } from 'node:crypto'
import type { JsonObject } from '../answer.ts'
import { asArray, asObject, entryOf, isObject } from '../json.ts'
import { countTokens } from '../model/tokens.ts'
import { invalid, positive } from '../native/fields.ts'
import type { VectorFamily } from './family.ts'

/** Numbers that depend on the text alone; normalised to length 1. */
export function vectorOf(text: string, dimensions: number): number[] {
  // One hash as long as the vector: shorter vectors are the beginnings of longer ones.
  const digest = createHash('shake256', { outputLength: dimensions * 4 })
    .update(text)
    .digest()
  const values = Array.from(
    { length: dimensions },
    (_, at) => (digest.readUInt32BE(at * 4) / 2 ** 32 - 0.5) * (at % 7 === 0 ? 2 : 1),
  )
  const norm = Math.hypot(...values)
  return values.map((value) => value / norm)
}

function objectOf(body: unknown): JsonObject {
  if (!isObject(body)) invalid('Malformed input request: #: expected type: JSONObject.')
  return body
}

function requiredText(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value
  return invalid(
    `Malformed input request: #: required key [${name}] not found, please reformat your input and try again.`,
  )
}

function oneOf(value: unknown, allowed: readonly number[], preset: number, name: string): number {
  if (value === undefined) return preset
  const found = allowed.find((one) => one === value)
  return (
    found ??
    invalid(`Malformed input request: #/${name}: ${String(value)} is not a valid enum value.`)
  )
}

function typesOf(body: JsonObject, name: string, known: readonly string[]): readonly string[] {
  const given = body[name]
  if (given === undefined) return ['float']
  const types = asArray(given).filter((type) => typeof type === 'string' && known.includes(type))
  if (types.length > 0 && types.length === asArray(given).length) return types.map(String)
  return invalid(
    `Malformed input request: #/${name}: ${JSON.stringify(given).slice(0, 80)} is not a list of: ${known.join(', ')}.`,
  )
}

/** A number for eight values, one bit each. */
function packed(vector: readonly number[]): number[] {
  return Array.from({ length: vector.length / 8 }, (_, at) =>
    vector.slice(at * 8, at * 8 + 8).reduce((bits, value) => bits * 2 + (value > 0 ? 1 : 0), 0),
  )
}

/** What Cohere makes of a vector (Bedrock User Guide, model-parameters-embed-v4). */
const cohereTypes: Readonly<Record<string, (vector: readonly number[]) => readonly number[]>> = {
  float: (vector) => vector,
  int8: (vector) => vector.map((value) => Math.round(value * 127)),
  uint8: (vector) => vector.map((value) => Math.round(value * 127) + 128),
  binary: (vector) => packed(vector).map((bits) => bits - 128),
  ubinary: packed,
}

export const titanEmbed: VectorFamily = (given) => {
  const body = objectOf(given)
  const text = requiredText(body['inputText'], 'inputText')
  const dimensions = oneOf(body['dimensions'], [256, 512, 1024], 1024, 'dimensions')
  const float = vectorOf(text, dimensions)
  const types = typesOf(body, 'embeddingTypes', ['float', 'binary'])
  const binary = float.map((value) => (value > 0 ? 1 : 0))
  const tokens = countTokens(text)
  return {
    json: {
      ...(types.includes('float') && { embedding: float }),
      embeddingsByType: {
        ...(types.includes('float') && { float }),
        ...(types.includes('binary') && { binary }),
      },
      inputTextTokenCount: tokens,
    },
    tokens,
  }
}

export const cohereEmbed: VectorFamily = (given) => {
  const body = objectOf(given)
  const texts = asArray(body['texts'])
  if (texts.length === 0) invalid('Malformed input request: #: required key [texts] not found.')
  if (texts.length > 96)
    invalid('Malformed input request: #/texts: expected maximum item count: 96.')
  requiredText(body['input_type'], 'input_type')
  const dimensions = oneOf(
    body['output_dimension'],
    [256, 512, 1024, 1536],
    1536,
    'output_dimension',
  )
  const vectors = texts.map((text) => vectorOf(String(text), dimensions))
  const types = typesOf(body, 'embedding_types', Object.keys(cohereTypes))
  return {
    json: {
      id: createHash('sha1').update(texts.join('\n')).digest('hex'),
      response_type: 'embeddings_by_type',
      embeddings: Object.fromEntries(
        types.map((type) => [type, vectors.map((vector) => entryOf(cohereTypes, type)?.(vector))]),
      ),
      texts,
    },
    tokens: texts.reduce<number>((sum, text) => sum + countTokens(String(text)), 0),
  }
}

export const novaEmbed: VectorFamily = (given) => {
  const params = asObject(objectOf(given)['singleEmbeddingParams'])
  const text = requiredText(asObject(params['text'])['value'], 'singleEmbeddingParams')
  const sizes = [256, 384, 1024, 3072]
  const dimensions = oneOf(params['embeddingDimension'], sizes, 3072, 'embeddingDimension')
  const embedding = vectorOf(text, dimensions)
  return { json: { embeddings: [{ embeddingType: 'TEXT', embedding }] }, tokens: countTokens(text) }
}

export const cohereRerank: VectorFamily = (given) => {
  const body = objectOf(given)
  const query = requiredText(body['query'], 'query')
  const documents = asArray(body['documents']).map(String)
  if (documents.length === 0)
    invalid('Malformed input request: #: required key [documents] not found.')
  const most = positive(body, 'top_n', 'top_n') ?? documents.length
  const scored = documents.map((document, index) => ({
    index,
    relevance_score: likeness(query, document),
  }))
  const results = scored.toSorted((one, other) => other.relevance_score - one.relevance_score)
  return { json: { results: results.slice(0, most) } }
}

/** Share of the words of the query that the document has. */
function likeness(query: string, document: string): number {
  const words = query.toLowerCase().match(/\p{L}+/gu) ?? []
  const found = words.filter((word) => document.toLowerCase().includes(word))
  return words.length === 0 ? 0 : found.length / words.length
}
