/** The list of embeddings is wrong: its entries, their order, their number, the usage. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { gone, inBody, set } from '../edits/path.ts'
import { sentIn } from '../edits/sent.ts'
import { apis } from '../scopes.ts'
import { asIf, inList } from './edits.ts'

const own = ['embeddings.*/*']

export const embeddingsList: readonly Deviation[] = [
  {
    id: 'embeddings-untyped',
    kind: 'mutant',
    about: 'The response is called something else than a list.',
    seen: ['EM-01'],
    apis: apis.embeddings,
    kills: ['*/embeddings-schema'],
    hooks: { body: inBody('object', set('embeddings')) },
  },
  {
    id: 'embeddings-entries-untyped',
    kind: 'mutant',
    about: 'The entries of the list do not say what they are.',
    seen: ['EM-01'],
    apis: apis.embeddings,
    kills: ['*/embeddings-schema'],
    hooks: { body: inBody('data/*/object', gone) },
  },
  {
    id: 'embeddings-index-from-one',
    kind: 'mutant',
    about: 'Embeddings are counted from 1.',
    seen: ['EM-03'],
    apis: apis.embeddings,
    kills: ['*/one-for-each'],
    hooks: { body: inBody('data/*/index', (index) => Number(index) + 1) },
  },
  {
    id: 'embeddings-index-zero',
    kind: 'mutant',
    about: 'Every embedding has index 0.',
    seen: ['EM-03'],
    apis: apis.embeddings,
    kills: ['embeddings.batch/one-for-each'],
    hooks: { body: inBody('data/*/index', set(0)) },
  },
  {
    id: 'embeddings-without-index',
    kind: 'mutant',
    about: 'Embeddings have no index.',
    seen: ['EM-03'],
    apis: apis.embeddings,
    kills: ['*/embeddings-schema'],
    also: ['*/one-for-each'],
    hooks: { body: inBody('data/*/index', gone) },
  },
  {
    id: 'embeddings-unsorted',
    kind: 'mutant',
    about: 'The embeddings of a batch come with their index, and the last first.',
    seen: ['agno#10128'],
    apis: apis.embeddings,
    kills: ['embeddings.batch/positions'],
    hooks: inList((entries) => entries.toReversed()),
  },
  {
    id: 'embeddings-swapped',
    kind: 'mutant',
    about: 'The texts of a batch get the vectors of each other.',
    seen: ['EM-03'],
    apis: apis.embeddings,
    kills: ['embeddings.batch/in-order'],
    also: own,
    hooks: inList((entries) =>
      entries.toReversed().map((entry, index): unknown => ({ ...entry, index })),
    ),
  },
  {
    id: 'embeddings-one-lost',
    kind: 'mutant',
    about: 'The last text of a batch has no embedding.',
    seen: ['agno#10128'],
    apis: apis.embeddings,
    kills: ['embeddings.batch/one-for-each'],
    hooks: inList((entries) => (entries.length > 1 ? entries.slice(0, -1) : entries)),
  },
  {
    id: 'embeddings-bare',
    kind: 'mutant',
    about: 'One embedding comes as an object in place of the list.',
    seen: ['EM-01'],
    apis: apis.embeddings,
    kills: ['*/embeddings-schema'],
    also: ['*/*'],
    hooks: inList((entries) => (entries.length === 1 ? entries[0] : entries)),
  },
  {
    id: 'embeddings-of-the-first',
    kind: 'mutant',
    about: 'Every text of a batch gets the vector of the first.',
    seen: ['EM-03'],
    apis: apis.embeddings,
    kills: ['embeddings.batch/distinct'],
    also: own,
    hooks: asIf('input', (input) => {
      const [first, ...others] = asArray(input)
      return typeof first === 'string' ? [first, ...others.map(() => first)] : input
    }),
  },
  {
    id: 'embeddings-of-the-joined',
    kind: 'mutant',
    about: 'The texts of a batch are joined before they are embedded.',
    seen: ['EM-03'],
    apis: apis.embeddings,
    kills: ['embeddings.batch/one-for-each'],
    also: own,
    hooks: asIf('input', (input) =>
      typeof asArray(input)[0] === 'string' ? asArray(input).join(' ') : input,
    ),
  },
  {
    id: 'embeddings-unnamed',
    kind: 'mutant',
    about: 'The response does not name the model.',
    seen: ['EM-01'],
    apis: apis.embeddings,
    kills: ['*/embeddings-schema'],
    also: ['*/model'],
    hooks: { body: inBody('model', gone) },
  },
  {
    id: 'embeddings-of-another-model',
    kind: 'mutant',
    about: 'The response names another model than was asked for.',
    seen: ['EM-01'],
    apis: apis.embeddings,
    kills: ['*/model'],
    hooks: { body: inBody('model', set('default')) },
  },
  {
    id: 'embeddings-uncounted',
    kind: 'mutant',
    about: 'The response has no usage.',
    seen: ['EM-04'],
    apis: apis.embeddings,
    kills: ['*/embeddings-schema'],
    also: own,
    hooks: { body: inBody('usage', gone) },
  },
  {
    id: 'embeddings-counted-as-unknown',
    kind: 'mutant',
    about: 'Tokens are -1 where they are not counted.',
    seen: ['EM-04'],
    apis: apis.embeddings,
    kills: ['*/embeddings-schema', '*/usage'],
    also: own,
    hooks: { body: inBody('usage/*', set(-1)) },
  },
  {
    id: 'embeddings-counted-as-nothing',
    kind: 'mutant',
    about: 'Tokens are 0 where they are not counted.',
    seen: ['EM-04'],
    apis: apis.embeddings,
    kills: ['*/usage'],
    also: own,
    hooks: { body: inBody('usage/*', set(0)) },
  },
  {
    id: 'embeddings-total-wrong',
    kind: 'mutant',
    about: 'The total is more than the tokens of the inputs.',
    seen: ['EM-04'],
    apis: apis.embeddings,
    kills: ['*/usage'],
    hooks: { body: inBody('usage/total_tokens', (total) => Number(total) + 3) },
  },
  {
    id: 'embeddings-counted-alike',
    kind: 'mutant',
    about: 'Every request is counted alike.',
    seen: ['EM-04'],
    apis: apis.embeddings,
    kills: ['embeddings.grows/counts-more', 'embeddings.batch/counts-more'],
    also: ['*/counts-more-than-second', '*/counts-more-than-third'],
    hooks: { body: inBody('usage/*', set(12)) },
  },
  {
    id: 'embeddings-counted-by-input',
    kind: 'mutant',
    about: 'A batch counts the tokens of one input.',
    seen: ['EM-04'],
    apis: apis.embeddings,
    kills: ['embeddings.batch/counts-more-than-third'],
    also: ['*/counts-more-than-second', '*/counts-more', 'embeddings.batch/no-padding-counted'],
    hooks: {
      body: (body, call) =>
        inBody('usage/*', (tokens) =>
          Math.ceil(Number(tokens) / asArray(asObject(body)['data']).length),
        )(body, call),
    },
  },
  {
    id: 'embeddings-tokens-vary',
    kind: 'mutant',
    about: 'The count changes from one request to the next.',
    seen: ['EM-04'],
    apis: apis.embeddings,
    kills: ['embeddings.repeated/same-count', 'embeddings.one-in-a-list/same-count'],
    also: own,
    hooks: {
      body: (body, call) =>
        inBody('usage', (usage) => {
          const tokens = Number(asObject(usage)['prompt_tokens']) + call.number
          return { prompt_tokens: tokens, total_tokens: tokens }
        })(body, call),
    },
  },
  {
    id: 'embeddings-counted-by-encoding',
    kind: 'mutant',
    about: 'Tokens of texts whose vectors come as base64 are counted twice.',
    seen: ['EM-04'],
    apis: apis.embeddings,
    kills: ['embeddings.encodings/same-count'],
    hooks: {
      body: (body, call) =>
        sentIn(call)['encoding_format'] === 'base64'
          ? inBody('usage/*', (tokens) => Number(tokens) * 2)(body, call)
          : body,
    },
  },
]
