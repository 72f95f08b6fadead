/** Bodies of models that complete a text are wrong: Mistral, DeepSeek and Titan. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { atPath, gone, inBody, inBoth, inChunks, last, set } from '../edits/path.ts'
import { apis } from '../scopes.ts'

const ends = ['assert:finish']

/** Results of Titan; those of a ranking have no text. */
function textless(results: unknown): unknown {
  return 'outputText' in asObject(asArray(results)[0]) ? [] : results
}

export const familiesTexts: readonly Deviation[] = [
  {
    id: 'mistral-textless',
    kind: 'mutant',
    about: 'Mistral answers without a text.',
    seen: ['IV-07'],
    apis: apis.invoke,
    kills: ['*/mistral-schema'],
    also: ends,
    hooks: inBoth('outputs/0/text', gone),
  },
  {
    id: 'mistral-endless',
    kind: 'mutant',
    about: 'Mistral does not say why its text ended.',
    seen: ['IV-07'],
    apis: apis.invoke,
    kills: ['*/invoke-texts'],
    also: ends,
    hooks: inBoth('outputs/0/stop_reason', set(null)),
  },
  {
    id: 'deepseek-textless',
    kind: 'mutant',
    about: 'DeepSeek answers without a text.',
    seen: ['IV-07'],
    apis: apis.invoke,
    kills: ['*/deepseek-schema'],
    also: [
      'invoke-families.deepseek/answers',
      'invoke-families.deepseek/word-whole',
      ...ends,
      '*/response-schema',
      '*/chunk-schema',
    ],
    hooks: inBoth('choices/0/text', gone),
  },
  {
    id: 'deepseek-ends-at-once',
    kind: 'mutant',
    about: 'Every chunk of DeepSeek says that the text has ended.',
    seen: ['IS-06'],
    apis: apis.invokeStreams,
    kills: ['*/invoke-texts'],
    hooks: { chunks: inChunks('choices/0/stop_reason', set('length')) },
  },
  {
    id: 'deepseek-endless',
    kind: 'mutant',
    about: 'DeepSeek does not say why its text ended.',
    seen: ['IV-07'],
    apis: apis.invoke,
    kills: ['*/invoke-texts'],
    also: ends,
    hooks: inBoth('choices/0/stop_reason', set(null)),
  },
  {
    id: 'titan-resultless',
    kind: 'mutant',
    about: 'Titan answers without results.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['*/titan-schema'],
    also: ends,
    hooks: { body: inBody('results', textless) },
  },
  {
    id: 'titan-chunk-textless',
    kind: 'mutant',
    about: 'Chunks of Titan have no text.',
    seen: ['IS-06'],
    apis: apis.invokeStreams,
    kills: ['*/titan-schema'],
    also: ends,
    hooks: { chunks: inChunks('outputText', gone) },
  },
  {
    id: 'titan-endless',
    kind: 'mutant',
    about: 'Titan does not say why its text ended.',
    seen: ['IV-07'],
    apis: apis.invoke,
    kills: ['*/titan-text'],
    also: ends,
    hooks: {
      body: inBody('results/*/completionReason', set(null)),
      chunks: inChunks('completionReason', set(null), last),
    },
  },
  {
    id: 'titan-over-limit',
    kind: 'mutant',
    about: 'Titan counts more tokens than it was allowed.',
    seen: ['IV-07'],
    apis: apis.invokeWhole,
    kills: ['*/titan-text'],
    also: ['*/token-headers'],
    hooks: { body: inBody('results/*/tokenCount', (count) => Number(count) + 90) },
  },
  {
    id: 'titan-output-uncounted',
    kind: 'mutant',
    about: 'Titan counts no tokens of its text.',
    seen: ['IV-07'],
    apis: apis.invoke,
    kills: ['*/titan-text'],
    also: ['*/token-headers', '*/invocation-metrics', 'assert:counted-to-limit'],
    hooks: {
      body: inBody('results/*/tokenCount', set(0)),
      chunks: inChunks('totalOutputTextTokenCount', (count) => (count === null ? null : 0)),
    },
  },
  {
    id: 'family-stops-dropped',
    kind: 'mutant',
    about: 'Stop sequences of Nova, Mistral, DeepSeek and Titan are dropped.',
    seen: ['langchain-aws#62'],
    apis: apis.invoke,
    kills: ['twins.stop-families/text-cut'],
    hooks: {
      request: (request) => {
        const body = asObject(request)
        if ('messages' in body && !('schemaVersion' in body || 'inferenceConfig' in body))
          return request
        return [
          'inferenceConfig/stopSequences',
          'textGenerationConfig/stopSequences',
          'stop',
        ].reduce((json, path) => atPath(json, path, gone), request)
      },
    },
  },
]
