/** InvokeModel with models that answer vectors or scores (Bedrock User Guide, model-parameters-*; Nova User Guide, embeddings-schema). */
import { createHash } from 'node:crypto'
import type { JsonObject } from '../answer.ts'
import { asArray, asObject, isObject } from '../json.ts'
import { countTokens } from '../model/tokens.ts'
import { invalid } from '../native/fields.ts'
import type { VectorFamily } from './family.ts'

/** Numbers that depend on the text alone; normalised to length 1. */
export function vectorOf(text: string, dimensions: number): number[] {
  const digests = Array.from({ length: 64 }, (_, at) =>
    createHash('sha1').update(`${at} ${text}`).digest(),
  )
  const values = Array.from({ length: dimensions }, (_, at) => {
    const number = digests[at % 64]?.readUInt32BE((at >> 6) % 16) ?? 0
    return (number / 2 ** 32 - 0.5) * (at % 7 === 0 ? 2 : 1)
  })
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

export const titanEmbed: VectorFamily = (given) => {
  const body = objectOf(given)
  const text = requiredText(body['inputText'], 'inputText')
  const dimensions = oneOf(body['dimensions'], [256, 512, 1024], 1024, 'dimensions')
  const float = vectorOf(text, dimensions)
  const types = asArray(body['embeddingTypes'] ?? ['float'])
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
  const types = asArray(body['embedding_types'] ?? ['float'])
  const int8 = vectors.map((vector) => vector.map((value) => Math.round(value * 127)))
  return {
    json: {
      id: createHash('sha1').update(texts.join('\n')).digest('hex'),
      response_type: 'embeddings_by_type',
      embeddings: {
        ...(types.includes('float') && { float: vectors }),
        ...(types.includes('int8') && { int8 }),
      },
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
  const most = typeof body['top_n'] === 'number' ? body['top_n'] : documents.length
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
