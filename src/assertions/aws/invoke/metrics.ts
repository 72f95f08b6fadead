/** `invoke-metrics`: what the last chunk of InvokeModelWithResponseStream says that the call cost. */
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { isBlocked } from '../../evidence/guardrail.ts'
import { isObject, type Members } from '../../../model/json/shape.ts'
import { finding, type Finding, type Location } from '../../../model/findings/finding.ts'
import type { Observation } from '../../../model/observation.ts'
import { judged, unsaid } from '../../outcome.ts'
import { leastCompletion } from '../../usage/least.ts'
import { on } from '../on.ts'
import { whyNoEnd } from '../converse/events.ts'

const metricsName = 'amazon-bedrock-invocationMetrics'
/** Always sent. */
const countNames = ['inputTokenCount', 'outputTokenCount'] as const

/** Missing from some recordings of Llama's chunks. */
const latencyNames = ['invocationLatency', 'firstByteLatency'] as const

/** Not modelled, relied on by clients (langchain#14120): the last chunk tells what the call cost. */
export const invokeMetrics = defineAssertion({
  name: 'invoke-metrics',
  about:
    'The last chunk, and no other, carries the invocation metrics, integers from 0 that agree with the counts of the stream and with the time it took.',
  args: on,
  reads: { body: 'neither', times: 'violation' },
  judge: (_, { observation }) => {
    const because = whyNoEnd(observation)
    if (because !== undefined) return unsaid(because)
    const chunks = observation.items.flatMap(({ kind, json, index, byte }) =>
      kind === 'json' && isObject(json) ? [{ json, at: { item: index, byte } }] : [],
    )
    const last = chunks.at(-1)
    if (last === undefined) return unsaid('The stream has no chunk that is JSON.')
    const early = chunks.slice(0, -1).filter(({ json }) => json[metricsName] !== undefined)
    return judged([
      ...early.slice(0, 1).map(({ at }) => tooEarly(at)),
      ...metricFindings(last.json, last.at),
      ...disagreement(last.json, last.at, observation),
      ...lateness(last.json, last.at, observation),
    ])
  },
})

function tooEarly(at: Location): Finding {
  const message = 'A chunk before the last carries the invocation metrics.'
  const location = { ...at, pointer: `/${metricsName}` }
  return finding(
    'bedrock.invocation-metrics-early',
    message,
    'the last chunk only',
    'them',
    location,
  )
}

function metricFindings(json: Members, at: Location): readonly Finding[] {
  const metrics = json[metricsName]
  const location = { ...at, pointer: `/${metricsName}` }
  if (!isObject(metrics) && isBlocked(json)) return [] // the model was not asked
  if (!isObject(metrics)) {
    const message = 'The last chunk has no invocation metrics.'
    const expected = `${metricsName} with ${countNames.join(' and ')}`
    const code = 'bedrock.invocation-metrics-missing'
    return [finding(code, message, expected, excerpt(metrics), location)]
  }
  const sent = latencyNames.filter((name) => metrics[name] !== undefined)
  const malformed = [...countNames, ...sent].flatMap((name) => {
    const value = metrics[name]
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return []
    const message = `The invocation metric ${name} is no integer from 0.`
    const pointer = `${location.pointer}/${name}`
    return [
      finding('bedrock.invocation-metrics-value', message, 'an integer from 0', excerpt(value), {
        ...at,
        pointer,
      }),
    ]
  })
  return malformed
}

/**
 * The counts that the body of the family has: Llama's and Titan's last chunk, the input of Claude,
 * metadata of Nova. Of a family that counts nothing but in its metrics, or another output, no more is known than how
 * few tokens the text can have, and that there was a prompt. What the cache holds may or may not be among the metrics.
 */
function disagreement(json: Members, at: Location, observation: Observation): readonly Finding[] {
  const metrics = json[metricsName]
  const { reply } = observation
  if (!isObject(metrics) || reply === undefined) return []
  const { inputTokenCount: input, outputTokenCount: output } = metrics
  const { prompt, completion } = reply.usage ?? {}
  const differ = (name: string, expected: string, received: number): Finding => {
    const message = expected.endsWith(' or more')
      ? 'The invocation metrics count fewer tokens than the stream has.'
      : 'The invocation metrics count another number of tokens than the stream.'
    const location = { ...at, pointer: `/${metricsName}/${name}` }
    return finding('bedrock.invocation-metrics-differ', message, expected, `${received}`, location)
  }
  const found: Finding[] = []
  if (typeof output === 'number' && output >= 0) {
    const least = leastCompletion(reply)
    const counted = countsApart(observation) ? undefined : completion
    if (counted !== undefined && output !== counted) {
      found.push(differ('outputTokenCount', `${counted}`, output))
    } else if (output < least) {
      found.push(differ('outputTokenCount', `${least} or more`, output))
    }
  }
  if (usesCache(observation)) return found
  if (prompt !== undefined && typeof input === 'number' && input >= 0 && input !== prompt) {
    found.push(differ('inputTokenCount', `${prompt}`, input))
  } else if (input === 0) {
    found.push(differ('inputTokenCount', '1 or more', input))
  }
  return found
}

/** The first byte comes within the invocation, and the invocation within the exchange. */
function lateness(json: Members, at: Location, { exchange }: Observation): readonly Finding[] {
  const metrics = json[metricsName]
  if (!isObject(metrics)) return []
  const { invocationLatency: whole, firstByteLatency: first } = metrics
  const late = (name: string, message: string, expected: string, received: number): Finding => {
    const location = { ...at, pointer: `/${metricsName}/${name}` }
    return finding(
      'bedrock.invocation-metrics-value',
      message,
      expected,
      `${received} ms`,
      location,
    )
  }
  const found: Finding[] = []
  if (typeof whole === 'number' && typeof first === 'number' && first > whole) {
    const message = 'firstByteLatency is more than invocationLatency.'
    found.push(late('firstByteLatency', message, `at most ${whole} ms`, first))
  }
  const elapsed = exchange.response?.endedAt ?? 0
  if (typeof whole === 'number' && elapsed > 0 && whole > Math.ceil(elapsed) + 1) {
    const message = 'invocationLatency is more than the whole exchange took.'
    const expected = `at most ${Math.ceil(elapsed)} ms, measured at the client`
    found.push(late('invocationLatency', message, expected, whole))
  }
  return found
}

/** Bedrock was seen to count 90 tokens where Claude's message_delta counts 134, those of a tool call. */
function countsApart({ items }: Observation): boolean {
  return items.some(({ json }) => isObject(json) && json['type'] === 'message_delta')
}

/** Whether a count of the cache, under whatever name, is above 0. */
function usesCache({ items }: Observation): boolean {
  return items.some(({ text }) => /"cache\w*(?:Tokens?|Count|_tokens)"\s*:\s*[1-9]/iu.test(text))
}
