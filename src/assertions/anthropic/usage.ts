/** What an Anthropic message says of its tokens. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { isObject, type Members } from '../../model/json/shape.ts'
import { requestBody } from '../evidence/evidence.ts'
import { type Finding, type Location, finding } from '../../model/findings/finding.ts'
import type { Observation } from '../../model/observation.ts'
import { judged, passed, unsaid } from '../outcome.ts'
import { leastCompletion, leastOf, lostPart, shortPrompt } from '../usage/least.ts'
import type { Block } from './blocks.ts'
import { member, onMessage, type Message } from './message.ts'

/** Disjoint parts of the input (@anthropic-ai/sdk 1.14.0, Usage). */
const inputs = ['input_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens']

export const messageUsage = defineAssertion({
  name: 'message-usage',
  about:
    'Input and output are counted, parts do not exceed what they are parts of, max_tokens holds, and totals do not fall in a stream.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'violation' },
  judge: onMessage((message, { observation }) => {
    const { usage, totals, first } = message
    if (!isObject(usage)) {
      const wording = 'The message has no usage.'
      const expected = 'usage with input_tokens and output_tokens'
      return judged([finding('usage.missing', wording, expected, excerpt(usage), totals)])
    }
    const limit = requestBody(observation)?.['max_tokens']
    return judged([
      ...counts(usage, message, leastOutput(message, observation)),
      promptCount(observation, totals),
      parts(usage, totals) ?? (isObject(first?.usage) ? parts(first.usage, first.at) : undefined),
      thinkingPart(usage, totals),
      over(usage, limit, totals),
      ...fallen(message, usage),
    ])
  }),
})

/** Types are the schema's to judge: what is no number counts as absent here. */
function count(usage: Members, name: string): number {
  const value = usage[name]
  return typeof value === 'number' ? value : 0
}

function inputOf(usage: Members): number {
  return inputs.reduce((sum, name) => sum + count(usage, name), 0)
}

/** "output_tokens will be non-zero even for an empty string response" (API reference, Usage). */
function leastOutput({ blocks }: Message, { reply }: Observation): number {
  return blocks.length === 0 ? 0 : Math.max(1, leastCompletion(reply))
}

function counts(usage: Members, { totals }: Message, least: number): readonly Finding[] {
  const read = inputOf(usage)
  const few = (name: string, wording: string, expected: string): readonly Finding[] => [
    finding('usage.not-positive', wording, expected, excerpt(usage[name]), member(totals, name)),
  ]
  return [
    ...(read > 0 ? [] : few('input_tokens', 'No input token is counted.', 'more than 0')),
    ...(count(usage, 'output_tokens') >= least
      ? []
      : few('output_tokens', 'output_tokens is too small for what was said.', `${least} or more`)),
  ]
}

/** Input tokens and those of the cache are the prompt together. */
function promptCount(observation: Observation, totals: Location): Finding | undefined {
  const short = shortPrompt(observation)
  if (short === undefined) return undefined
  const wording = `${lostPart}: input_tokens, with those of the cache, are too few for what was sent.`
  const at = member(totals, 'input_tokens')
  return finding('usage.prompt', wording, `${short.least} or more`, `${short.given}`, at)
}

function parts(usage: Members, totals: Location): Finding | undefined {
  const { cache_creation: details, cache_creation_input_tokens: whole } = usage
  if (!isObject(details) || typeof whole !== 'number') return undefined
  const lives = ['ephemeral_5m_input_tokens', 'ephemeral_1h_input_tokens']
  const sum = lives.reduce((total, name) => total + count(details, name), 0)
  if (sum === whole) return undefined
  const message = 'The parts of cache_creation are not cache_creation_input_tokens.'
  const at = member(totals, 'cache_creation')
  return finding('usage.details', message, `${whole} together`, `${sum}`, at)
}

function thinkingPart(usage: Members, totals: Location): Finding | undefined {
  const details = usage['output_tokens_details']
  const thought = isObject(details) ? count(details, 'thinking_tokens') : 0
  const whole = count(usage, 'output_tokens')
  if (thought <= whole) return undefined
  const message = 'The count of thinking tokens exceeds output_tokens, which includes them.'
  const at = member(totals, 'output_tokens_details/thinking_tokens')
  return finding('usage.details', message, `at most ${whole}`, `${thought}`, at)
}

function over(usage: Members, limit: unknown, totals: Location): Finding | undefined {
  const written = count(usage, 'output_tokens')
  // max_tokens holds for each turn of the model, and tools of the server make it take several
  const isOneTurn = !isObject(usage['server_tool_use']) && !Array.isArray(usage['iterations'])
  if (!isOneTurn || typeof limit !== 'number' || limit < 1 || written <= limit) return undefined
  const message = 'More tokens were generated than max_tokens allows.'
  const at = member(totals, 'output_tokens')
  return finding('usage.over-limit', message, `at most ${limit}`, `${written}`, at)
}

/** Usage of message_delta replaces that of message_start, as the SDKs do, so a 0 there loses the input. */
function fallen({ first, totals }: Message, usage: Members): readonly Finding[] {
  if (!isObject(first?.usage)) return []
  const begun = first.usage
  const falls = (name: string, now: string, isWrong: boolean): readonly Finding[] => {
    if (!isWrong) return []
    const wording = `${name} of message_delta is below that of message_start.`
    const least = `at least ${count(begun, name)}`
    return [finding('anthropic.totals-fall', wording, least, now, member(totals, name))]
  }
  const output = count(usage, 'output_tokens')
  const input = usage['input_tokens']
  return [
    ...falls('output_tokens', `${output}`, output < count(begun, 'output_tokens')),
    ...falls('input_tokens', excerpt(input), input === 0 && count(begun, 'input_tokens') > 0),
  ]
}

/** Servers that count block by block report the last block alone. */
export const outputOfAllBlocks = defineAssertion({
  name: 'output-of-all-blocks',
  about: 'output_tokens covers all blocks: thinking and calls beside the text.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onMessage(({ blocks, usage, totals }) => {
    const output = isObject(usage) ? usage['output_tokens'] : undefined
    if (typeof output !== 'number') return unsaid('The message does not count its output.')
    if (blocks.length < 2) return passed()
    const least = blocks.reduce((sum, block) => sum + leastOfBlock(block), 0)
    if (output >= least) return passed()
    const message = `output_tokens is too small for all ${blocks.length} blocks together.`
    const at = member(totals, 'output_tokens')
    return judged([finding('usage.not-positive', message, `${least} or more`, `${output}`, at)])
  }),
})

function leastOfBlock({ json, inputText }: Block): number {
  const { text, thinking, input } = json
  const called = inputText ?? (input === undefined ? '' : JSON.stringify(input))
  // A summary of thinking is hardly ever twice as long as what was thought.
  return leastOf([text, thinking, called].filter((part) => typeof part === 'string'))
}

/** A client that shows the cost while a stream runs reads it here. */
export const startUsage = defineAssertion({
  name: 'start-usage',
  about: 'message_start counts the tokens of the prompt.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onMessage(({ first }) => {
    if (first === undefined) return unsaid('The stream has no message_start.')
    const { usage, at } = first
    if (!isObject(usage)) return unsaid('message_start has no usage.')
    if (inputs.some((name) => count(usage, name) > 0)) return passed()
    const message = 'message_start counts no token of the prompt.'
    const location = member(at, 'input_tokens')
    return judged([
      finding(
        'usage.not-positive',
        message,
        'more than 0',
        excerpt(usage['input_tokens']),
        location,
      ),
    ])
  }),
})

/** Clients that replace the first counts by the last show less input than they showed before. */
export const inputNotFallen = defineAssertion({
  name: 'input-not-fallen',
  about: 'message_delta counts no less input, with that of the cache, than message_start.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onMessage(({ blocks, first, usage, totals }) => {
    if (!isObject(first?.usage) || !isObject(usage)) {
      return unsaid('The stream does not count its input twice.')
    }
    if (blocks.some(({ json }) => json['type'] === 'compaction')) {
      return passed('What was compacted is counted no more.')
    }
    if (usage['input_tokens'] === 0) return passed('message-usage judges an input of 0.')
    const [begun, now] = [inputOf(first.usage), inputOf(usage)]
    if (now >= begun) return passed()
    const message = 'The input that message_delta counts is less than that of message_start.'
    const at = member(totals, 'input_tokens')
    return judged([finding('anthropic.totals-fall', message, `${begun} or more`, `${now}`, at)])
  }),
})

/** "By default, the cache has a 5-minute lifetime" (Prompt caching). */
export const defaultLifetime = defineAssertion({
  name: 'default-lifetime',
  about: 'What is written to the cache without a lifetime is not counted as kept for an hour.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onMessage(({ usage, totals }) => {
    const details = isObject(usage) ? usage['cache_creation'] : undefined
    if (!isObject(details)) return passed('The message does not say how long its cache is kept.')
    const name = 'ephemeral_1h_input_tokens'
    const kept = count(details, name)
    if (kept === 0) return passed()
    const message = 'Tokens are written to the cache for an hour, which was not asked for.'
    const at = member(totals, `cache_creation/${name}`)
    return judged([finding('usage.cache-written', message, '0', `${kept}`, at)])
  }),
})
