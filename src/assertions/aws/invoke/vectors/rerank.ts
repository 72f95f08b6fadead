/** `rerank`: the scores of Cohere Rerank. */
import { defineAssertion } from '../../../assertion.ts'
import { excerpt } from '../../../evidence/excerpt.ts'
import { cameBefore } from '../../../../model/lists/lists.ts'
import { isObject, listOf, type Members } from '../../../../model/json/shape.ts'
import { requestBody } from '../../../evidence/evidence.ts'
import { type Finding, type Location, finding } from '../../../../model/findings/finding.ts'
import { judged, unsaid, whyNoReply } from '../../../outcome.ts'
import { on } from '../../on.ts'

interface Result {
  readonly index: unknown
  readonly score: unknown
  readonly at: Location
}

export const rerank = defineAssertion({
  name: 'rerank',
  about:
    'Results name documents of the request, each once, the best first, and no more than top_n.',
  args: on,
  reads: { body: 'neither', request: 'violation' },
  judge: (_, { observation }) => {
    const json = observation.body?.json
    if (!isObject(json)) return unsaid(whyNoReply(observation))
    const results = listOf(json['results']).flatMap((result, position) =>
      isObject(result)
        ? [
            {
              index: result['index'],
              score: result['relevance_score'],
              at: { pointer: `/results/${position}` },
            },
          ]
        : [],
    )
    const asked = requestBody(observation)
    const isRepeated = cameBefore(results.map(({ index }) => index))
    return judged([
      ...results.map((result, position) => unsorted(result, results[position - 1])),
      ...results.map((result, position) => alien(result, isRepeated[position] === true, asked)),
      count(results.length, asked),
    ])
  },
})

function unsorted({ score, at }: Result, before: Result | undefined): Finding | undefined {
  if (typeof score !== 'number' || typeof before?.score !== 'number') return undefined
  if (score <= before.score) return undefined
  const message = 'A result is better than the one before it.'
  return finding('bedrock.rerank-order', message, `at most ${before.score}`, `${score}`, at)
}

function alien(
  { index, at }: Result,
  isRepeated: boolean,
  asked: Members | undefined,
): Finding | undefined {
  const documents = listOf(asked?.['documents']).length
  const isOutside = documents > 0 && typeof index === 'number' && index >= documents
  if (!isRepeated && !isOutside) return undefined
  const message = isRepeated
    ? 'A document is ranked more than once.'
    : 'A result names a document that the request does not have.'
  const expected = isRepeated ? 'each document once' : `an index below ${documents}`
  return finding('bedrock.rerank-index', message, expected, excerpt(index), at)
}

function count(results: number, asked: Members | undefined): Finding | undefined {
  const documents = listOf(asked?.['documents']).length
  if (documents === 0) return undefined
  const top = typeof asked?.['top_n'] === 'number' ? asked['top_n'] : documents
  const due = Math.min(top, documents)
  if (results === due) return undefined
  const message = 'The number of results is not the one asked for.'
  return finding('bedrock.rerank-count', message, `${due}`, `${results}`, { pointer: '/results' })
}
