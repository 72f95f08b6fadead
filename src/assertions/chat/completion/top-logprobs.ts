/** Alternatives of each token (`top_logprobs`): of its own position, in order, as many as asked. */
import { z } from 'zod'
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { requestBody } from '../../evidence/evidence.ts'
import { finding, type Finding, type Location } from '../../../model/findings/finding.ts'
import { smallest } from '../../../model/lists/lists.ts'
import { isObject, listOf, type Members } from '../../../model/json/shape.ts'
import { judged, onReply } from '../../outcome.ts'
import { tokensOf, type Token } from './logprobs.ts'

/** Servers print the same number with different precision in the two members. */
const tolerance = 0.001

export const topLogprobs = defineAssertion({
  name: 'top-logprobs',
  about:
    'Where there are log probabilities, each is zero or below, its bytes spell its token, and its alternatives are those of its own position, in order, as many as asked.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'violation' },
  judge: onReply((_, __, { observation }) => {
    const tokens = tokensOf(observation)
    const asked = requestBody(observation)?.['top_logprobs']
    const broken = first(tokens, valueFinding) ?? first(tokens, bytesFinding)
    if (broken !== undefined) return judged([broken])
    return judged([
      first(tokens, orderFinding),
      first(tokens, ownFinding),
      countFinding(tokens, typeof asked === 'number' ? asked : undefined),
    ])
  }),
})

function first(
  tokens: readonly Token[],
  judge: (token: Token) => Finding | undefined,
): Finding | undefined {
  for (const token of tokens) {
    const found = judge(token)
    if (found !== undefined) return found
  }
  return undefined
}

/** A token or an alternative, and where it stands. */
interface Chance {
  readonly json: Members
  readonly at: Location
}

/** The schema judges entries that are no objects. */
function topsOf({ json, at }: Chance): readonly Chance[] {
  return listOf(json['top_logprobs']).flatMap((top, index) =>
    isObject(top)
      ? [{ json: top, at: { ...at, pointer: `${at.pointer ?? ''}/top_logprobs/${index}` } }]
      : [],
  )
}

function withTops(token: Token): readonly Chance[] {
  return [token, ...topsOf(token)]
}

function valueFinding(token: Token): Finding | undefined {
  const above = withTops(token).find(({ json }) => Number(json['logprob']) > 0)
  if (above === undefined) return undefined
  const message = 'A log probability is above zero.'
  const received = excerpt(above.json['logprob'])
  return finding('logprobs.value', message, 'zero or below', received, above.at)
}

/** Bytes that are part of a character spell no text of their own. */
function bytesFinding(token: Token): Finding | undefined {
  const wrong = withTops(token).find(({ json }) => {
    const spelt = speltBy(json['bytes'])
    return spelt !== undefined && typeof json['token'] === 'string' && spelt !== json['token']
  })
  if (wrong === undefined) return undefined
  const message = 'The bytes of a token do not spell it.'
  const expected = excerpt(wrong.json['token'])
  return finding(
    'logprobs.bytes',
    message,
    expected,
    excerpt(speltBy(wrong.json['bytes'])),
    wrong.at,
  )
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function speltBy(bytes: unknown): string | undefined {
  if (!Array.isArray(bytes) || bytes.length === 0) return undefined
  const isBytes = bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255)
  try {
    return isBytes ? utf8.decode(Uint8Array.from(bytes as readonly number[])) : undefined
  } catch {
    return undefined
  }
}

/** vLLM puts the token itself before the others, however likely it is. */
function orderFinding(token: Token): Finding | undefined {
  const all = topsOf(token)
  const tops = all[0] && isSame(all[0].json, token.json) ? all.slice(1) : all
  const values = tops.map(({ json }) => Number(json['logprob']))
  const at = values.findIndex((value, index) => value > (values[index - 1] ?? Infinity) + tolerance)
  if (at < 0) return undefined
  const message = 'The alternatives of a token are not in the order of their log probabilities.'
  const expected = 'the most likely first'
  return finding(
    'logprobs.order',
    message,
    expected,
    excerpt(values.slice(0, at + 1)),
    tops[at]?.at,
  )
}

/** A token that is more likely than the least of its own alternatives is one of them. */
function ownFinding(token: Token): Finding | undefined {
  const { json, at } = token
  const tops = topsOf(token)
  const own = json['logprob']
  if (tops.length === 0 || typeof own !== 'number') return undefined
  const least = smallest(tops.map((top) => Number(top.json['logprob'])))
  const listed = tops.find((top) => isSame(top.json, json))
  if (listed !== undefined) {
    const given = listed.json['logprob']
    if (typeof given !== 'number' || Math.abs(given - own) <= tolerance) return undefined
    const message = 'A token has another log probability among its own alternatives.'
    return finding('logprobs.differs', message, `${own}`, `${given}`, listed.at)
  }
  if (own <= least + tolerance) return undefined
  const message =
    'The alternatives of a token lack the token, though it is more likely than they are.'
  const expected = `${excerpt(json['token'])} (${own}) among them`
  const received = tops.map((top) => `${excerpt(top.json['token'])} (${top.json['logprob']})`)
  return finding('logprobs.not-listed', message, expected, received.join(', '), at)
}

function isSame(one: Members, other: Members): boolean {
  if (one['token'] !== other['token']) return false
  const bytes = [one['bytes'], other['bytes']].map((list) => JSON.stringify(list ?? null))
  return bytes[0] === bytes[1] || bytes.includes('null')
}

/** "In rare cases, there may be fewer than the requested number of `top_logprobs` returned." */
function countFinding(tokens: readonly Token[], asked: number | undefined): Finding | undefined {
  if (asked === undefined || tokens.length === 0) return undefined
  const counts = tokens.map((token) => listOf(token.json['top_logprobs']).length)
  const many = counts.findIndex((count) => count > asked)
  const fewer = counts.filter((count) => count < asked).length
  const wrong =
    many >= 0 ? many : fewer * 2 > counts.length ? counts.findIndex((n) => n < asked) : -1
  if (wrong < 0) return undefined
  const message = 'The number of alternatives is not the one asked for.'
  return finding('logprobs.tops', message, `${asked}`, `${counts[wrong]}`, tokens[wrong]?.at)
}
