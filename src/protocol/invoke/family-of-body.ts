/** Tells the family of a model by the bodies of an exchange, where its id does not. */
import { asObject, isObject, objectsOf, type Members } from '../../model/json/shape.ts'

/**
 * The family whose form the request has, else the one whose form the reply has; undefined where no
 * known form fits, or several do: an OpenAI body is sent by models of many families.
 *
 * @param reply the body, or the first chunk of a stream
 */
export function familyOfBody(request: unknown, reply: unknown): string | undefined {
  return familyIn(request, requestForms) ?? familyIn(reply, replyForms)
}

type Forms = readonly (readonly [family: string, fits: (json: Members) => boolean])[]

function familyIn(json: unknown, forms: Forms): string | undefined {
  return isObject(json) ? forms.find(([, fits]) => fits(json))?.[0] : undefined
}

const requestForms: Forms = [
  ['claude', (json) => typeof json['anthropic_version'] === 'string'],
  ['nova', (json) => json['schemaVersion'] === 'messages-v1'],
  ['nova-embed', (json) => 'singleEmbeddingParams' in json],
  ['titan-text', (json) => 'inputText' in json && 'textGenerationConfig' in json],
  ['titan-embed', (json) => 'inputText' in json && ('dimensions' in json || 'normalize' in json)],
  ['cohere-embed', (json) => 'input_type' in json && ('texts' in json || 'images' in json)],
  ['cohere-rerank', (json) => 'query' in json && Array.isArray(json['documents'])],
  ['llama', (json) => 'max_gen_len' in json],
]

const replyForms: Forms = [
  ['claude', (json) => json['type'] === 'message' || json['type'] === 'message_start'],
  [
    'nova',
    (json) => isObject(asObject(json['output'])['message']) || isObject(json['messageStart']),
  ],
  ['nova-embed', (json) => objectsOf(json['embeddings']).some((one) => 'embeddingType' in one)],
  ['cohere-embed', (json) => 'response_type' in json && 'embeddings' in json],
  ['cohere-rerank', (json) => objectsOf(json['results']).some((one) => 'relevance_score' in one)],
  ['titan-embed', (json) => 'embedding' in json && 'inputTextTokenCount' in json],
  [
    'titan-text',
    (json) => 'outputText' in json || objectsOf(json['results']).some((one) => 'outputText' in one),
  ],
  ['llama', (json) => typeof json['generation'] === 'string'],
  ['mistral', (json) => objectsOf(json['outputs']).some((one) => 'text' in one)],
]
