/** Long texts and large batches are cut. */
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { countTokens } from '../../../reference/model/tokens.ts'
import { inBody, set } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { asIf, inList, inNumbers } from './edits.ts'
import { sentIn } from '../edits/sent.ts'

/** Texts that an upstream takes at once. */
const size = 16

/** Characters that are read of a text. */
const most = 2000

function cut(text: unknown): unknown {
  return typeof text === 'string' ? text.slice(0, most) : text
}

function cutBefore(text: unknown): unknown {
  return typeof text === 'string' ? text.slice(-1000) : text
}

function ascii(text: unknown): unknown {
  return typeof text === 'string' ? text.replaceAll(/[^ -~]/gu, '') : text
}

/** Other counts of the tokens of the texts that are sent. */
function counting(count: (texts: readonly string[]) => number): Hooks {
  return {
    body: (body, call) => {
      const { input } = sentIn(call)
      const texts = (Array.isArray(input) ? (input as readonly unknown[]) : [input]).map(String)
      const tokens = count(texts)
      return inBody('usage', set({ prompt_tokens: tokens, total_tokens: tokens }))(body, call)
    },
  }
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
  {
    id: 'embeddings-cut-at-the-start',
    kind: 'mutant',
    about: 'Only the last 1000 characters of a text are embedded.',
    seen: ['EM-03'],
    apis: apis.embeddings,
    kills: ['embeddings.long/read-to-the-end'],
    hooks: asIf('input', (input) =>
      Array.isArray(input) ? input.map(cutBefore) : cutBefore(input),
    ),
  },
  {
    id: 'embeddings-batches-exchanged',
    kind: 'mutant',
    about: 'The vectors of texts 8 to 15 and 16 to 23 of a batch are exchanged.',
    seen: ['EM-03'],
    apis: apis.embeddings,
    kills: ['embeddings.large-batch/first-as-last'],
    also: ['embeddings.large-batch/*'],
    hooks: inList((entries) => {
      const of = (at: number) => (at < 8 || at > 23 ? at : at < 16 ? at + 8 : at - 8)
      return entries.length < 24
        ? entries
        : entries.map((entry, at) => ({ ...entry, embedding: entries[of(at)]?.['embedding'] }))
    }),
  },
  {
    id: 'embeddings-in-ascii',
    kind: 'mutant',
    about: 'Characters beyond ASCII are dropped before a text is embedded.',
    seen: ['EM-03'],
    apis: apis.embeddings,
    kills: ['embeddings.batch/distinct'],
    hooks: asIf('input', (input) => (Array.isArray(input) ? input.map(ascii) : ascii(input))),
  },
  {
    id: 'embeddings-padding-counted',
    kind: 'mutant',
    about: 'Each text of a batch is counted as the longest of them.',
    seen: ['EM-04'],
    apis: apis.embeddings,
    kills: ['embeddings.batch/no-padding-counted'],
    hooks: counting((texts) => texts.length * Math.max(...texts.map(countTokens))),
  },
  {
    id: 'embeddings-characters-counted',
    kind: 'mutant',
    about: 'Characters are counted in place of tokens.',
    seen: ['EM-04'],
    apis: apis.embeddings,
    kills: ['embeddings.long/counts-tokens'],
    hooks: counting((texts) => texts.join('').length),
  },
]
