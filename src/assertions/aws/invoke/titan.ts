/** `titan-text`: the reply of Amazon Titan Text to InvokeModel, whole or in chunks. */
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { chunksOf, requestBody } from '../../evidence/evidence.ts'
import { isBlocked } from '../../evidence/guardrail.ts'
import { isObject, listOf } from '../../../model/json/shape.ts'
import { type Finding, type Location, finding } from '../../../model/findings/finding.ts'
import type { Observation } from '../../../model/observation.ts'
import { judged, passed, unsaid, whyNoReply } from '../../outcome.ts'
import { on } from '../on.ts'
import { whyNoEnd } from '../converse/events.ts'

/** Bedrock User Guide, model-parameters-titan-text; FINISH and FINISHED are both on record. */
const reasons: readonly unknown[] = [
  'FINISH',
  'FINISHED',
  'LENGTH',
  'STOP_CRITERIA_MET',
  'RAG_QUERY_WHEN_RAG_DISABLED',
  'CONTENT_FILTERED',
]

export const titanText = defineAssertion({
  name: 'titan-text',
  about: 'Prompt and answer are counted within the limit, completionReason is a known one.',
  args: on,
  reads: { body: 'neither', request: 'violation' },
  judge: (_, { observation }) => {
    if (observation.api === 'invoke-stream') return ofStream(observation)
    const json = observation.body?.json
    if (!isObject(json)) return unsaid(whyNoReply(observation))
    if (isBlocked(json)) return passed('A guardrail answered in place of the model.')
    const results = listOf(json['results']).flatMap((result, index) =>
      isObject(result) ? [{ result, at: { pointer: `/results/${index}` } }] : [],
    )
    return judged([
      countFinding(json['inputTextTokenCount'], { pointer: '/inputTextTokenCount' }),
      ...results.flatMap(({ result, at }) => [
        reasonFinding(result['completionReason'], at),
        uncounted(result['outputText'], result['tokenCount'], {
          pointer: `${at.pointer}/tokenCount`,
        }),
        overFinding(result['tokenCount'], observation, { pointer: `${at.pointer}/tokenCount` }),
      ]),
    ])
  },
})

function ofStream(observation: Observation) {
  const chunks = chunksOf(observation)
  const last = chunks.at(-1)
  const because = whyNoEnd(observation)
  if (last === undefined) return unsaid(because ?? 'The stream has no chunk that is JSON.')
  const early = chunks.slice(0, -1).find(({ json }) => (json['completionReason'] ?? null) !== null)
  if (because !== undefined && early === undefined) return unsaid(because)
  const at = { item: last.item, byte: last.byte, pointer: '' }
  const texts = chunks.map(({ json }) => json['outputText']).join('')
  const ended = because === undefined && !isBlocked(last.json)
  return judged([
    early && tooEarly(early.json['completionReason'], { item: early.item, byte: early.byte }),
    ended ? reasonFinding(last.json['completionReason'], at) : undefined,
    ended
      ? uncounted(texts, last.json['totalOutputTextTokenCount'], {
          ...at,
          pointer: '/totalOutputTextTokenCount',
        })
      : undefined,
    overFinding(last.json['totalOutputTextTokenCount'], observation, at),
  ])
}

function tooEarly(reason: unknown, where: Location): Finding {
  const message = 'A chunk before the last gives a reason why the text ended.'
  const at = { ...where, pointer: '/completionReason' }
  return finding(
    'bedrock.text-ended-early',
    message,
    'no reason until the last chunk',
    excerpt(reason),
    at,
  )
}

function countFinding(value: unknown, at: Location): Finding | undefined {
  if (typeof value === 'number' && value > 0) return undefined
  const message = 'The tokens of the prompt are not counted.'
  return finding('bedrock.titan-count', message, 'more than 0', excerpt(value), at)
}

/** A stream may leave out the count: then it is in the metrics. */
function uncounted(text: unknown, value: unknown, at: Location): Finding | undefined {
  if (value !== 0 || typeof text !== 'string' || text.trim() === '') return undefined
  const message = 'The tokens of the text are not counted.'
  return finding('bedrock.titan-count', message, 'more than 0', '0', at)
}

function reasonFinding(reason: unknown, where: Location): Finding | undefined {
  if (reasons.includes(reason)) return undefined
  const message = 'completionReason is none of the known reasons.'
  const at = { ...where, pointer: `${where.pointer ?? ''}/completionReason` }
  return finding('bedrock.text-end', message, `one of ${reasons.join(', ')}`, excerpt(reason), at)
}

function overFinding(value: unknown, observation: Observation, at: Location): Finding | undefined {
  const config = requestBody(observation)?.['textGenerationConfig']
  const limit = isObject(config) ? config['maxTokenCount'] : undefined
  if (typeof value !== 'number' || typeof limit !== 'number' || value <= limit) return undefined
  const message = 'More tokens were generated than maxTokenCount allows.'
  return finding('bedrock.titan-count', message, `at most ${limit}`, `${value}`, at)
}
