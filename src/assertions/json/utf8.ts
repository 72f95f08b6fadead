/** Whether text arrives whole: UTF-8 on the wire, characters in JSON strings. */
import { isUtf8 } from 'node:buffer'
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { around } from '../evidence/excerpt.ts'
import { onExchange } from '../evidence/once.ts'
import { judged, passed, unsaid, whyNoResponse } from '../outcome.ts'
import { headerValue } from '../../model/headers.ts'
import { finding, type Finding, type Location } from '../../model/findings/finding.ts'
import type { Observation } from '../../model/observation.ts'

/**
 * RFC 8259 section 8.1 demands UTF-8; section 8.2 calls the meaning of unpaired surrogates
 * unpredictable. U+FFFD is what a decoder leaves of a character that was cut at a chunk border
 * (llama.cpp#28926, continue#13181).
 */
export const utf8 = defineAssertion({
  name: 'utf8',
  about: 'Every byte is valid UTF-8 and no character was destroyed on the way.',
  args: z.literal(true),
  reads: {
    json: false,
    headers: { names: ['content-type'], holds: 'pass' },
    body: 'neither',
    request: 'pass',
  },
  judge: onExchange((_, observation) => {
    if (observation.body === undefined) return unsaid(whyNoResponse(observation))
    if (!isOurs(observation)) return passed('The body is neither JSON nor a stream.')
    const wrong = invalid(observation)
    if (wrong !== undefined) return judged([wrong])
    if (wasBroken(observation)) return passed('The request itself holds what is no character.')
    return judged(textsOf(observation).flatMap(brokenText))
  }),
})

/** Both are UTF-8 by their own rules; a page of HTML or an image may be anything. */
function isOurs({ exchange }: Observation): boolean {
  const type = headerValue(exchange.response?.headers ?? [], 'content-type')
  return type === undefined || /json|event-?stream|text\/plain/iu.test(type)
}

/** A message that quotes such a request replaces what cannot be quoted. */
function wasBroken({ exchange: { request } }: Observation): boolean {
  const text = Buffer.from(request.body ?? []).toString('utf8')
  return /\uFFFD|\\u(?:fffd|d[89a-f][\da-f]{2})/iu.test(text)
}

interface Text {
  readonly text: string
  /** Absent for a body, whose bytes are its text. */
  readonly at?: Location
}

/** Of frames the payloads: the framing around them is binary. */
function textsOf({ body, frames, items }: Observation): readonly Text[] {
  if (frames === undefined) return [{ text: body?.text ?? '' }]
  return items.map(({ text, index, byte }) => ({ text, at: { item: index, byte } }))
}

function invalid({ body }: Observation): Finding | undefined {
  const byte = body?.invalidUtf8At
  if (body === undefined || byte === undefined) return undefined
  const wrong = Buffer.from(body.bytes.subarray(byte, byte + 4)).toString('hex')
  const message = `Byte ${byte} is not UTF-8.`
  return finding('utf8.invalid', message, 'valid UTF-8', `bytes ${wrong}`, { byte })
}

/** One finding is enough: what is broken once is broken often. */
function brokenText(given: Text): readonly Finding[] {
  const text = { ...given, text: withoutPartialTokens(given.text) }
  const index = text.text.indexOf('\uFFFD')
  return index >= 0 ? [replaced(text, index, 1)] : brokenEscapes(text)
}

/** A token with its log probability and its bytes, in any order. */
const token =
  /\{\s*(?:"(?:token|logprob|bytes)"\s*:\s*(?:"[^"\\]*(?:\\.[^"\\]*)*"|-?[\d.eE+-]{1,40}|null|\[[\d\s,]*\])(?:\s*,)?\s*){2,3}/gsu

/**
 * The bytes of a token that is a part of a character "must be combined" with those of others
 * (ChatCompletionTokenLogprob); as a text such a token has no other form than U+FFFD. Each of them
 * becomes a character of as many bytes, so that what follows stays where it is.
 */
function withoutPartialTokens(text: string): string {
  if (!/\uFFFD|\\ufffd/iu.test(text)) return text
  return text.replaceAll(token, (members) => {
    const [, bytes] = /"bytes"\s*:\s*\[([\d\s,]*)\]/u.exec(members) ?? []
    if (bytes === undefined || !isPartOfCharacter(bytes)) return members
    return members.replaceAll('\uFFFD', '\uFFFC').replaceAll(/\\ufffd/giu, String.raw`\ufffc`)
  })
}

function isPartOfCharacter(list: string): boolean {
  const bytes = list.split(',').map(Number)
  if (!bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255)) return false
  return list.trim() !== '' && !isUtf8(Uint8Array.from(bytes))
}

function replaced({ text, at }: Text, index: number, length: number): Finding {
  const message = 'A character was replaced by U+FFFD.'
  const location = at ?? { byte: byteAt(text, index) }
  const received = around(text, index, length)
  return finding('utf8.replacement', message, 'the character that was meant', received, location)
}

/** Escapes are looked for in the text, since a parser would join halves or drop them silently. */
function brokenEscapes(whole: Text): readonly Finding[] {
  let high: { readonly index: number; readonly end: number } | undefined
  for (const match of whole.text.matchAll(/\\(?:u([0-9a-fA-F]{4})|.)/gsu)) {
    const unit = match[1] === undefined ? 0 : Number.parseInt(match[1], 16)
    if (unit === 0xfffd) return [replaced(whole, match.index, 6)]
    const isLow = unit >= 0xdc00 && unit <= 0xdfff
    if (high !== undefined && !(isLow && match.index === high.end)) return [half(whole, high.index)]
    if (isLow && high === undefined) return [half(whole, match.index)]
    const isHigh = unit >= 0xd800 && unit <= 0xdbff
    high = isHigh ? { index: match.index, end: match.index + match[0].length } : undefined
  }
  return high === undefined ? [] : [half(whole, high.index)]
}

function half({ text, at }: Text, index: number): Finding {
  return finding(
    'utf8.lone-surrogate',
    'A JSON string holds half of a character.',
    'both halves of the surrogate pair in one string',
    around(text, index, 6),
    at ?? { byte: byteAt(text, index) },
  )
}

function byteAt(text: string, index: number): number {
  return Buffer.byteLength(text.slice(0, index))
}
