/** OpenAI's embeddings, as a Llama Stack answers them whose provider has them. */
import type { Call } from '../call.ts'
import type { Answer, JsonObject } from '../answer.ts'
import { vectorOf } from '../families/vectors.ts'
import { readJson } from '../http/body.ts'
import { asArray, asObject, asString } from '../json.ts'
import { countTokens } from '../model/tokens.ts'
import { bad, integer, oneOf } from '../openai/fields.ts'
import { jsonType } from './chat.ts'

/** nomic-embed-text-v1.5: 768, and fewer where they are asked for. */
const mostDimensions = 768

/** openai-openapi f85dbe2, CreateEmbeddingRequest: entries of `input`. */
const mostInputs = 2048

/** Answers a request for embeddings; `requireModel` refuses ids that have none. */
export function embeddings(call: Call, requireModel: (id: string) => void): Answer {
  const body = asObject(call.hook('request', readJson(call)))
  const model = asString(body['model']) ?? bad('model', 'model must be a string.')
  requireModel(model)
  const texts = textsOf(body['input'])
  const dimensions = integer(body, 'dimensions', 1, mostDimensions) ?? mostDimensions
  const encoding = oneOf(body, 'encoding_format', ['float', 'base64']) ?? 'float'
  const tokens = texts.reduce((sum, text) => sum + countTokens(text), 0)
  const json = {
    object: 'list',
    data: texts.map((text, index): JsonObject => {
      const vector = vectorOf(text, dimensions)
      return {
        object: 'embedding',
        index,
        embedding: encoding === 'base64' ? float32(vector) : vector,
      }
    }),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  }
  return { kind: 'json', status: 200, headers: jsonType, json }
}

/** Each text to embed; tokens are spelled, since the scripted model reads nothing but text. */
function textsOf(input: unknown): readonly string[] {
  const items = asArray(input)
  if (items.length > mostInputs) bad('input', `input may have ${mostInputs} entries at most.`)
  if (items.length === 0) return [textOf(input)]
  return isTokens(items) ? [spelled(items)] : items.map(textOf)
}

function textOf(item: unknown): string {
  if (typeof item === 'string' && item !== '') return item
  const tokens = asArray(item)
  if (tokens.length > 0 && isTokens(tokens)) return spelled(tokens)
  return bad(
    'input',
    'input must be a text, a list of texts, or lists of tokens, none of them empty.',
  )
}

function isTokens(items: readonly unknown[]): items is readonly number[] {
  return items.every((item) => Number.isInteger(item))
}

function spelled(tokens: readonly number[]): string {
  return tokens.map((token) => `t${token}`).join(' ')
}

/** The bytes of 32-bit floating-point numbers, the lowest first. */
function float32(vector: readonly number[]): string {
  const bytes = new DataView(new ArrayBuffer(vector.length * 4))
  for (const [at, value] of vector.entries()) bytes.setFloat32(at * 4, value, true)
  return Buffer.from(bytes.buffer).toString('base64')
}
