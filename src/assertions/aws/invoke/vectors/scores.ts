/** `rerank-scores`: what the scores of a ranking may be. */
import { defineAssertion } from '../../../assertion.ts'
import { objectsOf, isObject } from '../../../../model/json/shape.ts'
import { finding } from '../../../../model/findings/finding.ts'
import { judged, unsaid, whyNoReply } from '../../../outcome.ts'
import { on } from '../../on.ts'

export const rerankScores = defineAssertion({
  name: 'rerank-scores',
  about: 'Scores lie between 0 and 1, and are not all the same.',
  args: on,
  reads: { body: 'neither' },
  judge: (_, { observation }) => {
    const json = observation.body?.json
    if (!isObject(json)) return unsaid(whyNoReply(observation))
    const scores = objectsOf(json['results'])
      .map((result) => result['relevance_score'])
      .filter((score) => typeof score === 'number')
    const outside = scores.findIndex((score) => score < 0 || score > 1)
    const alike = scores.length > 1 && new Set(scores).size === 1
    return judged([
      outside < 0
        ? undefined
        : finding(
            'bedrock.rerank-score',
            'A score does not lie between 0 and 1.',
            'a number from 0 to 1',
            `${scores[outside]}`,
            { pointer: `/results/${outside}/relevance_score` },
          ),
      alike
        ? finding(
            'bedrock.rerank-score',
            'All documents have the same score.',
            'different scores of different documents',
            `${scores[0]} ${scores.length} times`,
            { pointer: '/results' },
          )
        : undefined,
    ])
  },
})
