/** Limits of tokens in any request: where it has none, none ends a short answer, and where one does, the reply says so. */
import { z } from 'zod'
import { finding } from '../../model/findings/finding.ts'
import { asNumber, asObject, type Members } from '../../model/json/shape.ts'
import type { Observation, Reply } from '../../model/observation.ts'
import { defineAssertion } from '../assertion.ts'
import { requestBody } from '../evidence/evidence.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, onReply, passed } from '../outcome.ts'

const names = [
  'max_tokens',
  'max_completion_tokens',
  'max_output_tokens',
  'max_gen_len',
  'max_new_tokens',
  'maxTokens',
  'maxTokenCount',
  'num_predict',
]

/** An answer that is longer may have met the end of the context or the most that the model can write. */
const short = 1000

/** Bytes of a request, and tokens of its prompt, that may fill the context of a small model. */
const long = { bytes: 4096, tokens: 1024 }

export const noHiddenLimit = defineAssertion({
  name: 'no-hidden-limit',
  about: `Where a short request has no limit of tokens, none ends the answer before ${short} tokens.`,
  args: z.literal(true),
  reads: { body: 'neither', request: 'neither' },
  judge: onReply((_, reply, { observation }) => {
    if (reply.ending !== 'length' || mayEnd(reply, observation)) return passed()
    const tokens = mostOf(reply)
    if (tokens >= short) return passed()
    const message = 'A limit of tokens ended the reply, though the request has none.'
    return judged([
      finding('usage.hidden-limit', message, 'the end of the answer', `at most ${tokens} tokens`),
    ])
  }),
})

/** Of fewer tokens, all may be those that begin and end an answer without a text. */
const leastLimit = 8

export const limitNamed = defineAssertion({
  name: 'limit-said',
  about:
    'A reply without text or calls that took all tokens of its limit, as one that is cut while it reasons, does not say that it stopped.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'neither' },
  judge: onReply((_, reply, { observation }) => {
    const { choices, ending, finish, usage } = reply
    const isEmpty = choices.every(
      ({ text, toolCalls }) => text.trim() === '' && toolCalls.length === 0,
    )
    const most = limitsOf(observation).reduce((one, other) => Math.min(one, other), Infinity)
    if (ending !== 'stop' || !isEmpty || most < leastLimit || most === Infinity) return passed()
    const given = usage?.completion ?? 0
    if (given < most * Math.max(1, choices.length)) return passed()
    const message = 'The reply took all tokens of its limit, has no text, and says that it stopped.'
    const received = `${excerpt(finish)} after ${given} of ${most} tokens`
    return judged([
      finding('finish.unexpected', message, 'the limit of tokens as the reason', received),
    ])
  }),
})

/** The limit holds for each choice, reasoning and calls included. */
export const limitKept = defineAssertion({
  name: 'limit-kept',
  about: 'No more tokens were generated than the limit of the request allows, in all choices.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'neither' },
  judge: onReply((_, { choices, finish, usage }, { observation }) => {
    const most = limitsOf(observation).reduce((one, other) => Math.max(one, other), 0)
    const given = usage?.completion
    if (most < 1 || given === undefined) return passed()
    const wanted = asNumber(requestBody(observation)?.['n']) ?? 1
    const all = most * Math.max(1, choices.length, wanted)
    if (given <= all) return passed()
    const message = 'The reply is longer than the request allows.'
    const expected = `at most ${all} completion tokens`
    return judged([
      finding('usage.over-limit', message, expected, `${given}, ended by ${excerpt(finish)}`),
    ])
  }),
})

/**
 * Whether the request has a limit, or its prompt is so long that the context may end the answer. Earlier
 * turns that the server keeps, and files that are named by their address, show in the count alone.
 */
function mayEnd({ usage }: Reply, observation: Observation): boolean {
  const bytes = observation.exchange.request.body?.length ?? 0
  const isLong = bytes > long.bytes || (usage?.prompt ?? 0) > long.tokens
  if (requestBody(observation) === undefined || isLong) return true
  return limitsOf(observation).length > 0
}

/** The limits of a request; those that are no numbers are infinite. */
function limitsOf(observation: Observation): readonly number[] {
  const request = requestBody(observation) ?? {}
  const groups: readonly Members[] = [
    request,
    ...['inferenceConfig', 'additionalModelRequestFields', 'options'].map((name) =>
      asObject(request[name]),
    ),
  ]
  return groups.flatMap((group) =>
    names
      .map((name) => group[name] ?? null)
      .filter((limit) => limit !== null)
      .map((limit) => (typeof limit === 'number' ? limit : Infinity)),
  )
}

/** The tokens that were generated; where they are not counted, at most the bytes that came. */
function mostOf({ usage, choices }: Reply): number {
  const came = choices.reduce(
    (sum, { rawText, reasoning, toolCalls }) =>
      sum + Buffer.byteLength(rawText + reasoning + toolCalls.map((one) => one.arguments).join('')),
    0,
  )
  return usage?.completion ?? (choices.some(({ rawText }) => rawText !== '') ? came : Infinity)
}
