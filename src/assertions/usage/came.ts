/** Whether all came that was counted: of a text that was lost on the way, the count is what is left. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { requestBody } from '../evidence/evidence.ts'
import { judged, onReply, passed } from '../outcome.ts'
import { hasHostedItem } from '../responses/output/unknown-item.ts'
import { countsOf, type Counts } from './counts.ts'
import { asNumber, asObject, listOf } from '../../model/json/shape.ts'
import { finding } from '../../model/findings/finding.ts'
import type { Observation, Reply } from '../../model/observation.ts'

/** Tokens that are counted and are no text: those that begin and end a message, a channel, a call. */
const slack = { choice: 24, toolCall: 16 } as const

/**
 * No token of a text is less than a byte. Reasoning that a server hides, or gives a summary of, is told
 * apart by its count; where neither its count nor its text came, nothing is held against the server.
 */
export const countedCame = defineAssertion({
  name: 'counted-came',
  about: 'No more tokens are counted than what came has bytes, reasoning that is hidden left out.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'either' },
  judge: onReply((_, reply, { observation }) => {
    const offered = listOf(requestBody(observation)?.['tools'])
    const counts = countsOf(observation)
    const given = counts?.json[counts.spelling.completion]
    if (counts === undefined || typeof given !== 'number') return passed()
    // What a limit cut may have been reasoning; a guardrail puts its own text in place of what was said.
    if (reply.ending !== 'stop' && reply.ending !== 'tool') return passed()
    const reasoned = reasoningTokens(counts)
    const reasoning = bytesOf(reply.choices.map((choice) => choice.reasoning))
    if (reasoned === 0 && reasoning === 0) return passed('Reasoning may be counted that is hidden.')
    if (reasoning > 0 && isSummarised(reply, observation)) {
      return passed('The reasoning that came may be a summary of what is counted.')
    }
    if (hasHostedItem(observation)) return passed('What a hosted tool is given is counted, too.')
    const counted = given - reasoned - unseenTokens(counts)
    const came = cameIn(reply) + (reasoned === 0 ? reasoning : 0)
    if (counted <= came) return passed()
    return judged([
      finding(
        'usage.more-than-came',
        lostIn(reply, offered) ?? 'More tokens are counted than came.',
        `at most ${came}, one for each byte of text and of tool calls`,
        `${counted}${reasoned === 0 ? '' : `, ${reasoned} of reasoning left out`}`,
        counts.at,
      ),
    ])
  }),
})

/**
 * Models that show a summary of what they thought, and count all of it ("you're charged for the full
 * thinking tokens"); gateways that count their reasoning apart count what they see.
 */
const summarising = /claude|gemini/iu

function isSummarised({ model }: Reply, observation: Observation): boolean {
  return [model, requestBody(observation)?.['model']].some((name) => summarising.test(`${name}`))
}

/** Of a call that a server could not read, neither itself nor its text comes. */
function lostIn({ choices }: Reply, offered: readonly unknown[]): string | undefined {
  const came = choices.some(({ rawText, toolCalls }) => rawText !== '' || toolCalls.length > 0)
  if (came || offered.length === 0) return undefined
  return 'Tokens are counted, and neither a text nor a call came.'
}

export const answerCounted = defineAssertion({
  name: 'answer-counted',
  about:
    'Of the tokens that are counted, not all are those of reasoning where an answer came, too.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onReply((_, { choices }, { observation }) => {
    const counts = countsOf(observation)
    const isAnswer = choices.some(({ text, toolCalls }) => text !== '' || toolCalls.length > 0)
    if (counts === undefined || !isAnswer) return passed()
    const reasoned = reasoningTokens(counts)
    // One token of either is a count that is wrong as a whole, which other checks find.
    if (reasoned < 2 || reasoned !== counts.json[counts.spelling.completion]) return passed()
    const message = 'All tokens are counted as reasoning, though an answer came, too.'
    const expected = `less than ${reasoned}, all that are counted`
    return judged([finding('usage.reasoning', message, expected, String(reasoned), counts.at)])
  }),
})

/** A thought that is shorter may be a mark alone. */
const leastThought = 20

export const reasoningCounted = defineAssertion({
  name: 'reasoning-counted',
  about: 'Where reasoning came, and its tokens are counted apart, they are not 0.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onReply((_, { choices }, { observation }) => {
    const counts = countsOf(observation)
    // Of reasoning in tags, a server may say that it is text.
    const came = choices.filter(({ text, rawText }) => text === rawText)
    const length = came.reduce((sum, { reasoning }) => sum + reasoning.trim().length, 0)
    if (counts === undefined || length < leastThought || countIn(counts) !== 0) return passed()
    const message = 'Reasoning came, and its tokens are counted as none.'
    const expected = 'the tokens of the reasoning, or no count of them'
    const received = `0 for ${length} characters of reasoning`
    return judged([finding('usage.reasoning-zero', message, expected, received, counts.at)])
  }),
})

/**
 * Tokens that are counted and no text: audio, and predictions that did not come true, which "are still
 * counted in the total completion tokens" (CompletionUsage).
 */
function unseenTokens({ json }: Counts): number {
  const details = asObject(json['completion_tokens_details'])
  const unseen = ['audio_tokens', 'rejected_prediction_tokens']
  return unseen.reduce((sum, name) => sum + (asNumber(details[name]) ?? 0), 0)
}

/** 0 also where they are not counted apart, as some servers do though they hide their reasoning. */
function reasoningTokens(counts: Counts): number {
  return countIn(counts) ?? 0
}

function countIn({ spelling, json }: Counts): number | undefined {
  const [group, name] = spelling.details?.find(([, of]) => of === 'reasoning_tokens') ?? []
  if (group === undefined || name === undefined) return undefined
  const count = asObject(json[group])[name]
  return typeof count === 'number' ? count : undefined
}

/** Bytes of all but the reasoning, and what else may be counted. */
function cameIn({ choices }: Reply): number {
  return choices.reduce((sum, { rawText, toolCalls }) => {
    const calls = toolCalls.map(({ name = '', arguments: text }) => name + text)
    const more = slack.choice + slack.toolCall * toolCalls.length
    return sum + bytesOf([rawText, ...calls]) + more
  }, 0)
}

function bytesOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
}
