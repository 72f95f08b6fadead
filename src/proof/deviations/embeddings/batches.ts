/** Long texts and large batches are cut. */
import type { Deviation } from '../../../reference/deviation.ts'
import { apis } from '../scopes.ts'
import { asIf, inList, inNumbers } from './edits.ts'

/** Texts that an upstream takes at once. */
const size = 16

/** Characters that are read of a text. */
const most = 2000

function cut(text: unknown): unknown {
  return typeof text === 'string' ? text.slice(0, most) : text
}

export const embeddingsBatches: readonly Deviation[] = [
  {
    id: 'embeddings-index-anew',
    kind: 'mutant',
    about: 'The index of embeddings begins anew after every 16 texts.',
    seen: ['EM-03'],
    apis: apis.embeddings,
    kills: ['embeddings.large-batch/one-for-each'],
    also: ['embeddings.large-batch/*'],
    hooks: inList((entries) => entries.map((entry, at) => ({ ...entry, index: at % size }))),
  },
  {
    id: 'embeddings-repeats-merged',
    kind: 'mutant',
    about: 'Equal texts of a batch are embedded once.',
    seen: ['EM-03'],
    apis: apis.embeddings,
    kills: ['embeddings.large-batch/one-for-each'],
    also: ['embeddings.large-batch/*'],
    hooks: asIf('input', (input) => (Array.isArray(input) ? [...new Set(input)] : input)),
  },
  {
    id: 'embeddings-drift',
    kind: 'mutant',
    about: 'The vectors of a large batch depend on their position.',
    seen: ['EM-03'],
    apis: apis.embeddings,
    kills: ['embeddings.large-batch/first-as-last'],
    hooks: inNumbers((values, at) =>
      values.map((value, n) => value + (at >= size && n === 0 ? 9 : 0)),
    ),
  },
  {
    id: 'embeddings-batch-repeated',
    kind: 'mutant',
    about: 'After 16 texts of a batch their vectors are given again.',
    seen: ['EM-03'],
    apis: apis.embeddings,
    kills: ['embeddings.large-batch/others-apart'],
    also: ['embeddings.large-batch/*'],
    hooks: inList((entries) =>
      entries.map((entry, at) => ({ ...entry, embedding: entries[at % size]?.['embedding'] })),
    ),
  },
  {
    id: 'embeddings-cut-in-silence',
    kind: 'mutant',
    about: 'Only the first 2000 characters of a text are embedded.',
    seen: ['EM-03'],
    apis: apis.embeddings,
    kills: ['embeddings.long/read-to-the-end'],
    hooks: asIf('input', (input) => (Array.isArray(input) ? input.map(cut) : cut(input))),
  },
]
