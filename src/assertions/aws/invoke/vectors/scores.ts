/** `rerank-scores`: what the scores of a ranking may be. */
import { defineAssertion } from '../../../assertion.ts'
import { isObject, listOf, objectsOf, type Members } from '../../../../model/json/shape.ts'
import { requestBody } from '../../../evidence/evidence.ts'
import { sameJson } from '../../../json/same-json.ts'
import { finding } from '../../../../model/findings/finding.ts'
import { judged, unsaid, whyNoReply } from '../../../outcome.ts'
import { on } from '../../on.ts'

export const rerankScores = defineAssertion({
  name: 'rerank-scores',
  about: 'Scores lie between 0 and 1, and those of different documents are not all the same.',
  args: on,
  reads: { body: 'neither', request: 'violation' },
  judge: (_, { observation }) => {
    const json = observation.body?.json
    if (!isObject(json)) return unsaid(whyNoReply(observation))
    const scores = objectsOf(json['results'])
      .map((result) => result['relevance_score'])
      .filter((score) => typeof score === 'number')
    const outside = scores.findIndex((score) => score < 0 || score > 1)
    const alike =
      scores.length > 1 && new Set(scores).size === 1 && areVaried(requestBody(observation))
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

/** Whether not all documents of the request are the same one. */
function areVaried(request: Members | undefined): boolean {
  const [first, ...others] = listOf(request?.['documents'])
  return others.some((other) => !sameJson(other, first))
}
