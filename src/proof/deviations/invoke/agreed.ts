/** Vectors and scores do not depend on what was sent, or disagree with each other. */
import type { Call } from '../../../reference/call.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { asArray } from '../../../reference/json.ts'
import { gone, inBody, set, type Edit } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { sentIn } from '../edits/sent.ts'

const constant: Edit = (vector) =>
  asArray(vector).map((_, at, { length }) => Math.sin(at + 1) / Math.sqrt(length / 2))

/** Changes the members at these paths. */
function at(edits: Readonly<Record<string, Edit>>): Hooks {
  return {
    body: (body, call) =>
      Object.entries(edits).reduce((json, [path, edit]) => inBody(path, edit)(json, call), body),
  }
}

const each = (edit: (value: number) => number): Edit => {
  return (vector) => asArray(vector).map((value) => edit(Number(value)))
}

const scored = (edit: (score: number) => number): Hooks =>
  at({ 'results/*/relevance_score': (score) => edit(Number(score)) })

function byLength(results: unknown, call: Call): unknown {
  const { documents } = sentIn(call)
  if (!Array.isArray(documents)) return results
  return documents
    .map((document, index) => ({ index, relevance_score: String(document).length / 100 }))
    .toSorted((one, other) => other.relevance_score - one.relevance_score)
    .slice(0, asArray(results).length)
}

const agree = '*/vectors-agree'

export const familiesAgreed: readonly Deviation[] = [
  {
    id: 'vectors-of-any-text',
    kind: 'mutant',
    about: 'Titan and Cohere embed every text as the same vector.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['invoke-families.titan-embed-apart/apart', 'invoke-families.cohere-embed/apart'],
    also: [agree, '*/in-order'],
    hooks: at({
      embedding: constant,
      'embeddingsByType/float': constant,
      'embeddings/float/*': constant,
    }),
  },
  ...(
    [
      [
        'titan-float-other',
        'The float vector by type is another one than embedding.',
        'embeddingsByType/float',
        each((value) => -value),
      ],
      [
        'titan-binary-of-ones',
        'Binary vectors hold 1 alone.',
        'embeddingsByType/binary',
        each(() => 1),
      ],
      [
        'titan-binary-inverse',
        'Binary vectors have 0 where the float one is above 0.',
        'embeddingsByType/binary',
        each((value) => 1 - value),
      ],
      ['cohere-int8-zero', 'All values of int8 vectors are 0.', 'embeddings/int8/*', each(() => 0)],
      [
        'cohere-texts-other',
        'Cohere names other texts than those that were sent.',
        'texts/*',
        set('text'),
      ],
    ] as const
  ).map(([id, about, path, edit]): Deviation => ({
    id,
    kind: 'mutant',
    about,
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: [agree],
    hooks: at({ [path]: edit }),
  })),
  {
    id: 'cohere-texts-unnamed',
    kind: 'oddity',
    about: 'Cohere does not repeat the texts that it embedded.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    sees: [agree],
    hooks: { body: inBody('texts', gone) },
  },
  {
    id: 'nova-vector-of-image',
    kind: 'mutant',
    about: 'Nova says of the vector of a text that it is that of an image.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['invoke-families.nova-embed/says-text'],
    hooks: at({ 'embeddings/*/embeddingType': set('IMAGE') }),
  },
  {
    id: 'rerank-logits',
    kind: 'mutant',
    about: 'Scores of a ranking are not normalised.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['*/rerank-scores'],
    hooks: scored((score) => score * 12 - 6),
  },
  {
    id: 'rerank-scores-alike',
    kind: 'mutant',
    about: 'All documents of a ranking have the same score.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['*/rerank-scores'],
    hooks: scored(() => 0.5),
  },
  {
    id: 'rerank-by-length',
    kind: 'mutant',
    about: 'Documents are ranked by their length.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['invoke-families.cohere-rerank/index-of-document'],
    hooks: {
      body: (body, call) => inBody('results', (results) => byLength(results, call))(body, call),
    },
  },
]
