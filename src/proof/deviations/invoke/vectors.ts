/** Vectors and scores are wrong. */
import { refuse } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'
import { gone, inBody, set } from '../edits/path.ts'
import { apis } from '../scopes.ts'

type Vector = readonly number[]

/** The same change wherever a model puts a vector. */
function inVectors(edit: (vector: Vector) => unknown) {
  const changed = (vector: unknown): unknown =>
    Array.isArray(vector) && typeof vector[0] === 'number' ? edit(vector as Vector) : vector
  const paths = [
    'embedding',
    'embeddingsByType/float',
    'embeddings/float/*',
    'embeddings/*/embedding',
  ]
  return {
    body: (body: unknown, call: Parameters<ReturnType<typeof inBody>>[1]) =>
      paths.reduce((json, path) => inBody(path, changed)(json, call), body),
  }
}

const vectors = ['*/titan-embedding', '*/cohere-embedding', '*/nova-embedding']
const schemas = ['*/titan-embed-schema', '*/cohere-embed-schema', '*/nova-embed-schema']

function reversed(results: unknown): unknown {
  return Array.isArray(results) ? results.toReversed() : results
}

export const familiesVectors: readonly Deviation[] = [
  {
    id: 'vector-empty',
    kind: 'mutant',
    about: 'Vectors are empty.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: vectors,
    also: schemas,
    hooks: inVectors(() => []),
  },
  {
    id: 'vectors-collapsed',
    kind: 'mutant',
    about: 'All vectors are one and the same, but for the sixth digit.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['*/apart'],
    also: [...vectors, '*/vectors-agree', '*/in-order'],
    hooks: inVectors((vector) => {
      const length = 1 / Math.sqrt(vector.length)
      return vector.map((value) => length + value * 1e-6)
    }),
  },
  {
    id: 'vector-short',
    kind: 'mutant',
    about: 'Vectors lack their last value.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['*/titan-embedding', '*/nova-embedding'],
    also: vectors,
    hooks: inVectors((vector) => vector.slice(0, -1)),
  },
  {
    id: 'vector-of-text',
    kind: 'mutant',
    about: 'Values of vectors are text.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: vectors,
    also: schemas,
    hooks: inVectors((vector) => vector.map(String)),
  },
  {
    id: 'vector-zero',
    kind: 'mutant',
    about: 'All values of vectors are 0.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: vectors,
    also: ['*/vectors-agree', '*/in-order'],
    hooks: inVectors((vector) => vector.map(() => 0)),
  },
  {
    id: 'vector-scaled',
    kind: 'mutant',
    about: 'Vectors are not normalised, though that was asked for.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['*/titan-embedding'],
    hooks: inVectors((vector) => vector.map((value) => value * 3)),
  },
  {
    id: 'titan-embed-plain',
    kind: 'oddity',
    about: 'Titan embeds in one size and type alone, as its first version does.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    sees: ['invoke-families.titan-embed*'],
    hooks: {
      request: (request) => {
        const body = asObject(request)
        // Its models of text take an object beside it.
        const [extra] =
          Object.entries(body).find(([name, value]) => name !== 'inputText' && !isObject(value)) ??
          []
        return 'inputText' in body && extra !== undefined
          ? refuse(
              400,
              'bad-request',
              `Malformed input request: #: extraneous key [${extra}] is not permitted, please reformat your input and try again.`,
            )
          : request
      },
    },
  },
  {
    id: 'titan-embed-uncounted',
    kind: 'mutant',
    about: 'Titan does not count the text that it embeds.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['*/titan-embed-schema', '*/titan-embedding'],
    hooks: {
      body: (body, call) =>
        'embeddingsByType' in asObject(body)
          ? inBody('inputTextTokenCount', gone)(body, call)
          : body,
    },
  },
  {
    id: 'titan-embed-by-type-alone',
    kind: 'mutant',
    about: 'Titan answers its vector by type alone.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['*/titan-embedding'],
    also: ['*/titan-embed-schema', '*/vectors-agree'],
    hooks: {
      body: (body, call) =>
        'embeddingsByType' in asObject(body) ? inBody('embedding', gone)(body, call) : body,
    },
  },
  {
    id: 'cohere-embed-one-lost',
    kind: 'mutant',
    about: 'The vector of the last text is lost.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['*/cohere-embedding'],
    hooks: {
      body: inBody('embeddings/float', (list) => (Array.isArray(list) ? list.slice(0, -1) : list)),
    },
  },
  {
    id: 'cohere-embed-form',
    kind: 'mutant',
    about: 'Vectors by type are called a list.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['*/cohere-embedding'],
    hooks: { body: inBody('response_type', set('embeddings_floats')) },
  },
  {
    id: 'cohere-embed-typeless',
    kind: 'mutant',
    about: 'An answer of Cohere does not say its form.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['*/cohere-embed-schema'],
    hooks: { body: inBody('response_type', gone) },
  },
  {
    id: 'nova-embed-bare',
    kind: 'mutant',
    about: 'Vectors of Nova have no type.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['*/nova-embed-schema'],
    also: ['*/says-text'],
    hooks: { body: inBody('embeddings/*/embeddingType', gone) },
  },
  {
    id: 'embeddings-of-batch-reversed',
    kind: 'mutant',
    about: 'The vectors of a batch come in reverse order.',
    seen: ['IV-07', 'EM-03'],
    apis: apis.invokeWhole,
    kills: ['invoke-families.cohere-embed/batch.in-order'],
    hooks: { body: inBody('embeddings/*', reversed) },
  },
  {
    id: 'rerank-unsorted',
    kind: 'mutant',
    about: 'The worst result of a ranking comes first.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['*/rerank'],
    also: ['*/index-of-document'],
    hooks: { body: inBody('results', reversed) },
  },
  {
    id: 'rerank-index-of-answer',
    kind: 'mutant',
    about: 'The index of a result is its position in the answer, not that of its document.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['invoke-families.cohere-rerank/index-of-document'],
    hooks: {
      body: inBody('results', (list) =>
        asArray(list).map((result, index) =>
          'relevance_score' in asObject(result) ? { ...asObject(result), index } : result,
        ),
      ),
    },
  },
  {
    id: 'rerank-scoreless',
    kind: 'mutant',
    about: 'Results of a ranking have no score.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['*/cohere-rerank-schema'],
    hooks: { body: inBody('results/*/relevance_score', gone) },
  },
  {
    id: 'rerank-one-lost',
    kind: 'mutant',
    about: 'A ranking has fewer results than were asked for.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['*/rerank'],
    hooks: {
      body: inBody('results', (list) =>
        'relevance_score' in asObject(asArray(list)[0]) ? asArray(list).slice(0, -1) : list,
      ),
    },
  },
]
