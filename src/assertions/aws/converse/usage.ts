/** `converse-usage`, `latency`: what a Converse reply says of its own cost. */
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { requestBody } from '../../evidence/evidence.ts'
import { leastCompletion, leastPrompt, lostPart } from '../../usage/least.ts'
import { isObject, type Members } from '../../../model/json/shape.ts'
import { finding, type Finding, type Location } from '../../../model/findings/finding.ts'
import type { Observation } from '../../../model/observation.ts'
import { judged, passed } from '../../outcome.ts'
import { on } from '../on.ts'
import type { Message } from './message.ts'
import { onMessage } from './on-message.ts'

export const converseUsage = defineAssertion({
  name: 'converse-usage',
  about: 'Token counts are integers from 0 and totalTokens is their sum.',
  args: on,
  reads: { body: 'neither', request: 'violation' },
  judge: onMessage('usage', (message, { observation }) => {
    const { usage, totals } = message
    if (!isObject(usage)) return judged([missing(usage, totals)])
    const wrong = values(usage, totals)
    if (wrong.length > 0) return judged(wrong)
    const limit = requestedMaximum(requestBody(observation))
    const findings = [
      total(usage, totals),
      ...tooFew(usage, message, observation),
      over(usage, limit, totals),
    ]
    return judged(findings, cacheNotes(usage))
  }),
})

export const latency = defineAssertion({
  name: 'latency',
  about: 'latencyMs is an integer from 0 that does not exceed the time the exchange took.',
  args: on,
  reads: { body: 'neither', times: 'violation' },
  judge: onMessage('usage', ({ metrics, totals }, { observation }) => {
    const given = isObject(metrics) ? metrics['latencyMs'] : undefined
    const at = within(totals, '/metrics/latencyMs')
    if (typeof given !== 'number' || !Number.isInteger(given) || given < 0) {
      const message = 'latencyMs is no integer from 0.'
      const expected = 'milliseconds, an integer from 0'
      return judged([finding('bedrock.latency-value', message, expected, excerpt(given), at)])
    }
    const elapsed = observation.exchange.response?.endedAt ?? 0
    if (elapsed <= 0) return passed('The exchange carries no times, so latencyMs was not compared.')
    // Both ends round to milliseconds, each its own way.
    if (given <= Math.ceil(elapsed) + 1) return passed()
    const message = 'latencyMs is more than the whole exchange took.'
    const expected = `at most ${Math.ceil(elapsed)} ms, measured at the client`
    return judged([
      finding('bedrock.latency-over-wall-clock', message, expected, `${given} ms`, at),
    ])
  }),
})

function missing(usage: unknown, totals: Location): Finding {
  const expected = 'usage with inputTokens, outputTokens and totalTokens'
  const at = within(totals, '/usage')
  return finding('bedrock.usage-missing', 'The reply has no usage.', expected, excerpt(usage), at)
}

const required = ['inputTokens', 'outputTokens', 'totalTokens'] as const
const optional = ['cacheReadInputTokens', 'cacheWriteInputTokens'] as const

function values(usage: Members, totals: Location): readonly Finding[] {
  return [...required, ...optional].flatMap((name) => {
    const value = usage[name]
    const absent = value === undefined || value === null
    if (isCount(value) || (absent && name.startsWith('cache'))) return []
    const at = within(totals, `/usage/${name}`)
    const message = `${name} is no token count.`
    return [finding('bedrock.usage-value', message, 'an integer from 0', excerpt(value), at)]
  })
}

/**
 * The service counts tokens read from and written to the cache in totalTokens, and not in
 * inputTokens; its documentation says "input tokens and tokens generated". Both sums are right.
 */
function total(usage: Members, totals: Location): Finding | undefined {
  const plain = count(usage, 'inputTokens') + count(usage, 'outputTokens')
  const cached = plain + optional.reduce((sum, name) => sum + count(usage, name), 0)
  const given = count(usage, 'totalTokens')
  if (given === plain || given === cached) return undefined
  const parts = [...required.slice(0, 2), ...optional.filter((name) => count(usage, name) > 0)]
  const sum = parts.map((name) => count(usage, name)).join(' + ')
  return finding(
    'bedrock.usage-total',
    'totalTokens is not the sum of its parts.',
    `${sum} = ${cached}`,
    `${given}`,
    within(totals, '/usage/totalTokens'),
  )
}

/** A guardrail that steps in before the model is asked reports no tokens. */
function tooFew(
  usage: Members,
  message: Message,
  observation: Observation,
): readonly (Finding | undefined)[] {
  if (message.stopReason === 'guardrail_intervened') return []
  const read = ['inputTokens', ...optional].reduce((sum, name) => sum + count(usage, name), 0)
  const wrote = message.toolUses.length > 0 || message.texts.some(({ text }) => text !== '')
  return [
    below('inputTokens', read, leastPrompt(observation), message.totals),
    below(
      'outputTokens',
      count(usage, 'outputTokens'),
      wrote ? leastCompletion(observation.reply) : 0,
      message.totals,
    ),
  ]
}

const fewWording = {
  inputTokens: `${lostPart}: inputTokens, with tokens read from the cache or written to it, is too small for what was sent.`,
  outputTokens: 'outputTokens is too small for what was said.',
} as const

function below(
  name: keyof typeof fewWording,
  given: number,
  least: number,
  totals: Location,
): Finding | undefined {
  if (given >= least) return undefined
  const at = within(totals, `/usage/${name}`)
  const code = name === 'inputTokens' && given > 0 ? 'usage.prompt' : 'bedrock.usage-value'
  return finding(code, fewWording[name], `${least} or more`, `${given}`, at)
}

/** AWS API reference, InferenceConfiguration: "the maximum number of tokens to allow". */
function over(usage: Members, limit: number | undefined, totals: Location): Finding | undefined {
  const written = count(usage, 'outputTokens')
  if (limit === undefined || written <= limit) return undefined
  const message = 'More tokens were generated than the request allows.'
  const at = within(totals, '/usage/outputTokens')
  return finding('bedrock.usage-over-limit', message, `at most ${limit}`, `${written}`, at)
}

function requestedMaximum(body: Members | undefined): number | undefined {
  const config = body?.['inferenceConfig']
  const limit = isObject(config) ? config['maxTokens'] : undefined
  return isCount(limit) ? limit : undefined
}

function cacheNotes(usage: Members): readonly string[] {
  return optional.flatMap((name) => {
    const twin = name.replace('Tokens', 'TokenCount')
    const differs = usage[twin] !== undefined && usage[twin] !== (usage[name] ?? 0)
    return differs ? [`${twin} and ${name} differ.`] : []
  })
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}

function count(usage: Members, name: string): number {
  const value = usage[name]
  return isCount(value) ? value : 0
}

/** A member of what carries the totals of an answer. */
export function within(totals: Location, pointer: string): Location {
  return { ...totals, pointer: (totals.pointer ?? '') + pointer }
}
