/** Thinking beside the answer of an Anthropic message: where it stands, and that it stays out of the text. */
import { z } from 'zod'
import { asObject, asString, listOf, objectsOf, type Members } from '../../model/json/shape.ts'
import { type Finding, finding } from '../../model/findings/finding.ts'
import { defineAssertion } from '../assertion.ts'
import { requestBody } from '../evidence/evidence.ts'
import { around, excerpt } from '../evidence/excerpt.ts'
import { instructionText } from '../evidence/request-texts.ts'
import { judged, passed } from '../outcome.ts'
import type { Block } from './blocks.ts'
import { onAnthropicEvents, within, type AnthropicEvent } from './events.ts'
import { withoutCode } from '../text/fence.ts'
import { tagNames, withoutTagged } from '../text/tagged.ts'
import { member, onMessage } from './message.ts'
import { isWordOfSentence } from '../text/residue/mentioned.ts'

const noThinking = 'The message has no thinking.'

function isThinking({ json }: Block): boolean {
  return json['type'] === 'thinking' || json['type'] === 'redacted_thinking'
}

function isText({ json }: Block): boolean {
  return json['type'] === 'text'
}

function textOf({ json }: Block, name: string): string {
  return asString(json[name]) ?? ''
}

export const textBesideThinking = defineAssertion({
  name: 'text-beside-thinking',
  about: 'A message that ends its turn after thinking has text, too.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onMessage(({ blocks, stopReason, stop }) => {
    if (!blocks.some(isThinking)) return passed(noThinking)
    const isAnswered = blocks.some((block) => isText(block) && textOf(block, 'text').trim() !== '')
    if (stopReason !== 'end_turn' || isAnswered) return passed()
    const message = 'The message ends its turn with thinking alone.'
    const types = blocks.map(({ json }) => excerpt(json['type'])).join(', ')
    return judged([finding('text.empty', message, 'a block of text', types, stop)])
  }),
})

/** "Thinking is turned on" by `enabled`; `adaptive` leaves it to the model. */
export const thinkingCame = defineAssertion({
  name: 'thinking-came',
  about: 'A message that was asked for with thinking enabled has a block of thinking.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'violation' },
  judge: onMessage(({ blocks, stopReason, stop }, { observation }) => {
    const { type } = asObject(requestBody(observation)?.['thinking'])
    if (type !== 'enabled') return passed('Thinking was not enabled.')
    if (blocks.some(isThinking) || stopReason === 'refusal') return passed()
    if (answersResult(requestBody(observation))) {
      return passed('After the result of a tool Claude need not think again.')
    }
    const message = 'Thinking was enabled, and none came.'
    const types = blocks.map(({ json }) => excerpt(json['type'])).join(', ')
    return judged([finding('anthropic.thinking-missing', message, 'a thinking block', types, stop)])
  }),
})

/** platform.claude.com/docs/en/build-with-claude/extended-thinking, "Toggling thinking modes". */
function answersResult(request: Members | undefined): boolean {
  const last = asObject(listOf(request?.['messages']).at(-1))
  return objectsOf(last['content']).some(({ type }) => type === 'tool_result')
}

/** Shorter thoughts may be repeated by chance. */
const leastThought = 40

/** More than any message has: each is looked for in each text. */
const mostThoughts = 64

export const thinkingApart = defineAssertion({
  name: 'thinking-apart',
  about: 'The text of a message does not hold its thinking.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onMessage(({ blocks }) => {
    const thoughts = blocks
      .map((block) => textOf(block, 'thinking').trim())
      .filter((thought) => thought.length >= leastThought)
      .slice(0, mostThoughts)
    if (thoughts.length === 0) return passed(noThinking)
    return judged(blocks.filter(isText).flatMap((block) => repeated(block, thoughts)))
  }),
})

function repeated(block: Block, thoughts: readonly string[]): readonly Finding[] {
  // Tags are judged by themselves.
  const text = withoutTagged(textOf(block, 'text'))
  const thought = thoughts.find((one) => text.includes(one))
  if (thought === undefined) return []
  const message = 'The text of the message holds its thinking.'
  const received = around(text, text.indexOf(thought), thought.length)
  const expected = 'thinking in its own block alone'
  return [finding('text.unexpected', message, expected, received, member(block.at, 'text'))]
}

/** Between calls a model may think anew, and tools of the server are called within a message. */
export const thinkingFirst = defineAssertion({
  name: 'thinking-first',
  about: 'In a message without calls, thinking comes before the text.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onMessage(({ blocks }) => {
    if (!blocks.every((block) => isThinking(block) || isText(block))) return passed()
    const text = blocks.findIndex(isText)
    const late = blocks.find((block, at) => text >= 0 && at > text && isThinking(block))
    if (late === undefined) return passed()
    const message = 'Thinking comes after the text that it was for.'
    const received = blocks.map(({ json }) => excerpt(json['type'])).join(', ')
    const at = member(late.at, 'type')
    return judged([
      finding('anthropic.thinking-late', message, 'thinking, then text', received, at),
    ])
  }),
})

/** The SDKs assign a signature where they add text: of two parts the first is lost. */
export const signatureWhole = defineAssertion({
  name: 'signature-whole',
  about:
    'The signature of a thinking block comes whole in one signature_delta, after all thinking.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onAnthropicEvents((events) => {
    const soFar = new Map<unknown, string>()
    return judged(
      events.map((event) => {
        const part = signatureIn(event)
        const { index } = event.json
        if (part === '') return soFar.has(index) ? thoughtOn(event) : undefined
        const before = soFar.get(index)
        soFar.set(index, part)
        return before === undefined || part.startsWith(before) ? undefined : split(event, part)
      }),
    )
  }),
})

function signatureIn({ type, json }: AnthropicEvent): string {
  const delta = asObject(json['delta'])
  const isSigned = type === 'content_block_delta' && delta['type'] === 'signature_delta'
  return isSigned ? (asString(delta['signature']) ?? '') : ''
}

/** "A special signature_delta event is sent just before the content_block_stop event." */
function thoughtOn(event: AnthropicEvent): Finding | undefined {
  const { thinking } = asObject(event.json['delta'])
  if (event.type !== 'content_block_delta' || (thinking ?? '') === '') return undefined
  const message = 'Thinking goes on after its signature.'
  const at = within(event, '/delta/thinking')
  const expected = 'the signature_delta last'
  return finding('anthropic.signature-early', message, expected, excerpt(thinking), at)
}

function split(event: AnthropicEvent, part: string): Finding {
  const message = 'The signature of a thinking block comes in parts, and clients keep the last.'
  const at = within(event, '/delta/signature')
  return finding('anthropic.signature-split', message, 'the whole signature', excerpt(part), at)
}

/** Of models that think before they answer; `<thinking>` Claude and Nova write by themselves. */
const begun = /^\s*<(think|thought|reasoning)>/iu

export const noTaggedThought = defineAssertion({
  name: 'no-tagged-thought',
  about:
    'The text of a message does not begin with reasoning in tags that the request does not ask for; <thinking> is what some models write by themselves.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'pass' },
  judge: onMessage(({ blocks }, { observation }) => {
    const first = blocks.find(isText)
    const text = first === undefined ? '' : textOf(first, 'text')
    const [match, name] = begun.exec(text) ?? []
    const asked = instructionText(observation).toLowerCase()
    if (first === undefined || name === undefined || match === undefined) return passed()
    if (asked.includes(`<${name.toLowerCase()}>`)) return passed('The request asks for such tags.')
    const message = 'The text begins with reasoning in tags.'
    const expected = 'reasoning in a thinking block, or none'
    const received = around(text, 0, match.length)
    return judged([
      finding('text.reasoning-tag', message, expected, received, member(first.at, 'text')),
    ])
  }),
})

const tag = new RegExp(`<(/?)(${tagNames})>`, 'giu')

/** A pair may be what a model writes; a server that takes reasoning out leaves neither half. */
export const tagsPaired = defineAssertion({
  name: 'tags-paired',
  about: 'No tag of reasoning stands alone in the text: none is closed unopened or left open.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onMessage(({ blocks, stopReason }) => {
    const isCut = stopReason !== 'end_turn' && stopReason !== 'tool_use'
    const text = withoutCode(
      blocks
        .filter(isText)
        .map((block) => textOf(block, 'text'))
        .join(''),
    )
    const alone = loneTag(text, isCut)
    if (alone === undefined) return passed()
    const message = 'A tag of reasoning stands alone in the text.'
    const received = around(text, alone.index, alone[0].length)
    return judged([
      finding('text.tag-unbalanced', message, 'reasoning in a thinking block', received),
    ])
  }),
})

/** What a sentence is about ("closes with </think>.") is no half of a pair. */
function loneTag(text: string, isCut: boolean): RegExpExecArray | undefined {
  const open: RegExpExecArray[] = []
  for (const match of text.matchAll(tag)) {
    const name = match[2]?.toLowerCase()
    if (match[1] === '') open.push(match)
    else if (open.at(-1)?.[2]?.toLowerCase() === name) open.pop()
    else if (!isWordOfSentence(text, match)) return match
  }
  return isCut ? undefined : open.find((match) => !isWordOfSentence(text, match))
}
