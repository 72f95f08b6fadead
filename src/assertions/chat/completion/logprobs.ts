/** Log probabilities (ChatCompletionTokenLogprob). */
import { z } from 'zod'
import { defineAssertion } from '../../assertion.ts'
import { choiceParts, type ChoicePart } from '../chunks/choices.ts'
import { completionChunks } from '../../evidence/evidence.ts'
import { indexBy } from '../../../model/lists/group-by.ts'
import { isObject, listOf, type Members } from '../../../model/json/shape.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { judged, onReply } from '../../outcome.ts'
import { finding, type Finding, type Location } from '../../../model/findings/finding.ts'
import type { Choice, Observation } from '../../../model/observation.ts'
import { replaceRuns } from '../../../model/text/large.ts'

const logprobArgs = z.union([
  z.literal(true),
  z.strictObject({
    /** `top_logprobs` of the request. */
    tops: z.number().int().min(0).max(20),
    /** Tokens need not spell what is beyond ASCII. */
    ascii: z.literal(true).optional(),
  }),
])

export const logprobs = defineAssertion({
  name: 'logprobs',
  about:
    'The choices carry log probabilities: of every token of the text, each zero or below, with as many alternatives as asked.',
  args: logprobArgs,
  reads: { body: 'neither' },
  judge: onReply((args, reply, { observation }) => {
    const tokens = tokensOf(observation)
    const byChoice = indexBy(tokens, ({ choice }) => choice)
    if (tokens.length === 0) return judged([missing(partsOf(observation))])
    return judged([
      tokens.map(valueFinding).find((found) => found !== undefined),
      args === true
        ? undefined
        : tokens.map((token) => topsFinding(token, args.tops)).find((found) => found !== undefined),
      ...reply.choices.map((choice) =>
        textFinding(choice, byChoice.get(choice.index) ?? [], args !== true && args.ascii),
      ),
    ])
  }),
})

/** One entry of `logprobs.content`, and where it stands. */
export interface Token {
  readonly choice: number
  readonly json: Members
  readonly at: Location
}

/** Those of legacy completions are lists of `tokens` and `token_logprobs`. */
function missing(parts: readonly ChoicePart[]): Finding {
  const given = parts
    .map(({ json }) => json['logprobs'] ?? undefined)
    .find((one) => one !== undefined && !(isObject(one) && 'content' in one))
  const at = { pointer: '/choices/0/logprobs/content' }
  const expected = 'one entry for each token'
  if (given === undefined) {
    const message = 'The reply has no log probabilities.'
    return finding('logprobs.missing', message, expected, 'none', at)
  }
  const message = 'The log probabilities have another form than that of chat completions.'
  return finding('logprobs.missing', message, expected, excerpt(given), at)
}

/** The entries of all choices, of a whole reply or of the chunks of a stream. */
export function tokensOf(observation: Observation): readonly Token[] {
  return partsOf(observation).flatMap(({ choice, json, at }) => {
    const content = isObject(json['logprobs']) ? json['logprobs']['content'] : undefined
    return listOf(content)
      .filter(isObject)
      .map((token, index) => ({
        choice,
        json: token,
        at: { ...at, pointer: `${at.pointer}/logprobs/content/${index}` },
      }))
  })
}

function partsOf(observation: Observation): readonly ChoicePart[] {
  const { body } = observation
  return choiceParts(
    isObject(body?.json) ? [{ item: 0, byte: 0, json: body.json }] : completionChunks(observation),
  )
}

function valueFinding({ json, at }: Token): Finding | undefined {
  const { logprob } = json
  if (typeof logprob === 'number' && logprob <= 0) return undefined
  const message = 'A log probability is above zero or no number.'
  return finding('logprobs.value', message, 'a number, zero or below', excerpt(logprob), at)
}

function topsFinding({ json, at }: Token, tops: number): Finding | undefined {
  const count = listOf(json['top_logprobs']).length
  if (count <= tops && (tops === 0 || count > 0)) return undefined
  const message = `A token has ${count} alternatives.`
  const expected = tops === 0 ? 'none' : `1 to ${tops} top_logprobs`
  return finding('logprobs.tops', message, expected, excerpt(json['top_logprobs']), at)
}

/**
 * The tokens may hold more than the text: gpt-oss on Bedrock gives those of its reasoning and the
 * marks between its channels as well.
 */
/** @param own the tokens of the choice */
function textFinding(choice: Choice, own: readonly Token[], ascii = false): Finding | undefined {
  const [first] = own
  const read = ascii ? asciiOf : spaced
  const text = read(choice.text)
  const joined = read(spelled(own))
  if (first === undefined || joined === undefined || text === undefined) return undefined
  if (joined.includes(text)) return undefined
  const message = 'The tokens that have log probabilities do not make the text.'
  const what = ascii ? 'its characters of ASCII, ' : ''
  const expected = `tokens which, joined, hold ${what}${excerpt(text, 100)}`
  return finding('logprobs.text', message, expected, excerpt(joined, 100), first.at)
}

/** The tokens joined; undefined where it cannot be told how they spell a character. */
function spelled(tokens: readonly Token[]): string | undefined {
  const bytes = tokens.map(({ json }) => json['bytes'])
  if (bytes.every(isBytes)) return Buffer.from(bytes.flat()).toString('utf8')
  const texts = tokens.map(({ json }) => (typeof json['token'] === 'string' ? json['token'] : ''))
  const joined = texts.join('')
  return /^[ -~\s]*$/u.test(joined) && !/<0x[\da-f]{2}>|\\x[\da-f]{2}/iu.test(joined)
    ? joined
    : undefined
}

function isBytes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((byte) => Number.isInteger(byte))
}

/** The characters of ASCII alone. */
function asciiOf(text: string | undefined): string | undefined {
  return spaced(text && replaceRuns(text, /[^ -~\s]/u, ''))
}

/** The kind of white space and white space at the ends do not matter. */
function spaced(text: string | undefined): string | undefined {
  return text && replaceRuns(text.trim(), /\s+/u, ' ')
}
