/** `llama-body`: the reply of a Llama model to InvokeModel, whole or in chunks. */
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { requestBody } from '../../evidence/evidence.ts'
import { isBlocked } from '../../evidence/guardrail.ts'
import { isObject, type Members } from '../../../model/json/shape.ts'
import { finding, type Finding, type Location } from '../../../model/findings/finding.ts'
import type { Observation } from '../../../model/observation.ts'
import { judged, unsaid, whyNoReply } from '../../outcome.ts'
import { on } from '../on.ts'
import { whyNoEnd } from '../converse/events.ts'
import { givenBack } from './given-back.ts'

/** AWS user guide, model-parameters-meta.html: the default of max_gen_len. */
const defaultLimit = 512

/** One reply in one form: a whole body, or the sum of its chunks. */
interface LlamaReply {
  readonly generation: string
  readonly prompt: unknown
  readonly generated: unknown
  readonly stop: unknown
  readonly at: Location
}

export const llamaBody = defineAssertion({
  name: 'llama-body',
  about: 'generation is text, the counts agree with the request, stop_reason is stop or length.',
  args: on,
  reads: { body: 'neither', request: 'violation' },
  judge: (_, { observation }) => {
    const { body, api } = observation
    if (api === 'invoke-stream') return ofStream(observation)
    if (!isObject(body?.json)) return unsaid(whyNoReply(observation))
    const { json } = body
    const generation = json['generation']
    const text = typeof generation === 'string' ? generation : ''
    return judged([
      ...textFinding(generation, { pointer: '/generation' }),
      ...(isBlocked(json) ? [] : judge(replyFrom(json, text, { pointer: '' }), observation)),
    ])
  },
})

function ofStream(observation: Observation) {
  const chunks = observation.items.flatMap(({ kind, json, index, byte }) =>
    kind === 'json' && isObject(json) ? [{ json, at: { item: index, byte } }] : [],
  )
  const last = chunks.at(-1)
  const because = whyNoEnd(observation)
  if (last === undefined) return unsaid(because ?? 'The stream has no chunk that is JSON.')
  const early = chunks.slice(0, -1).find(({ json }) => (json['stop_reason'] ?? null) !== null)
  const findings = chunks.flatMap(({ json, at }) =>
    textFinding(json['generation'], { ...at, pointer: '/generation' }),
  )
  if (early !== undefined) findings.push(stopTooEarly(early.json['stop_reason'], early.at))
  if (because !== undefined || isBlocked(last.json)) return judged(findings)
  const text = chunks.map(({ json }) => json['generation']).join('')
  const prompt = chunks.find(({ json }) => typeof json['prompt_token_count'] === 'number')
  const metrics = last.json['amazon-bedrock-invocationMetrics']
  const counted = prompt?.json['prompt_token_count']
  const reply = replyFrom(last.json, text, last.at)
  const given = counted ?? (isObject(metrics) ? metrics['inputTokenCount'] : undefined)
  return judged([...findings, ...judge({ ...reply, prompt: given }, observation)])
}

function replyFrom(json: Members, generation: string, at: Location): LlamaReply {
  const { prompt_token_count: prompt, generation_token_count: generated, stop_reason: stop } = json
  return { generation, prompt, generated, stop, at }
}

function judge(reply: LlamaReply, observation: Observation): readonly Finding[] {
  const { generation, generated, stop } = reply
  const findings = [
    ...countFinding(reply, 'prompt_token_count', reply.prompt, true),
    ...countFinding(reply, 'generation_token_count', generated, generation !== ''),
  ]
  if (stop !== 'stop' && stop !== 'length') {
    const message = 'stop_reason does not say why the text ended.'
    const at = within(reply.at, 'stop_reason')
    const expected = '"stop" or "length"'
    findings.push(finding('bedrock.llama-stop-reason', message, expected, excerpt(stop), at))
  }
  const echo = givenBack(generation, observation, {
    name: 'generation',
    at: within(reply.at, 'generation'),
  })
  if (echo !== undefined) findings.push(echo)
  const limit = requestedLimit(requestBody(observation))
  if (typeof generated === 'number' && limit !== undefined && generated > limit) {
    const message = 'More tokens were generated than max_gen_len allows.'
    const at = within(reply.at, 'generation_token_count')
    findings.push(finding('bedrock.llama-count', message, `at most ${limit}`, `${generated}`, at))
  }
  return findings
}

function countFinding(
  { at }: LlamaReply,
  name: string,
  value: unknown,
  positive: boolean,
): readonly Finding[] {
  const least = positive ? 1 : 0
  if (typeof value === 'number' && Number.isInteger(value) && value >= least) return []
  const message = `${name} is no token count.`
  const expected = `an integer from ${least}`
  return [finding('bedrock.llama-count', message, expected, excerpt(value), within(at, name))]
}

function textFinding(generation: unknown, at: Location): Finding[] {
  if (typeof generation === 'string') return []
  const message = 'generation is no text.'
  return [finding('bedrock.llama-member', message, 'a string', excerpt(generation), at)]
}

function stopTooEarly(reason: unknown, at: Location): Finding {
  const message = 'A chunk before the last says why the text ended.'
  const expected = 'stop_reason null until the last chunk'
  const location = within(at, 'stop_reason')
  return finding('bedrock.llama-stop-reason', message, expected, excerpt(reason), location)
}

/** Undefined when nothing of the request was kept. */
function requestedLimit(body: Members | undefined): number | undefined {
  const limit = body?.['max_gen_len']
  if (typeof limit === 'number') return limit
  return body === undefined ? undefined : defaultLimit
}

function within(at: Location, member: string): Location {
  return { ...at, pointer: `/${member}` }
}
