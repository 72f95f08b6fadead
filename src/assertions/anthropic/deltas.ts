/** `block-deltas`, `blocks-begin-empty`: whether blocks begin empty, and take only deltas of their kind. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { asObject, isObject, listOf, type Members } from '../../model/json/shape.ts'
import { type Finding, finding } from '../../model/findings/finding.ts'
import { judged } from '../outcome.ts'
import { onAnthropicEvents, within, type AnthropicEvent } from './events.ts'

/** Deltas by the type of their block (@anthropic-ai/sdk 1.14.0, RawContentBlockDelta, MessageStream). */
const taken: ReadonlyMap<unknown, readonly unknown[]> = new Map([
  ['text', ['text_delta', 'citations_delta']],
  ['thinking', ['thinking_delta', 'signature_delta']],
  ['tool_use', ['input_json_delta']],
  ['server_tool_use', ['input_json_delta']],
  ['redacted_thinking', []],
])

const knownDeltas = new Set([...taken.values()].flat())

export const blockDeltas = defineAssertion({
  name: 'block-deltas',
  about:
    'A text block takes text and citations, a thinking block thinking and its signature, a tool call its input.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onAnthropicEvents((events) => {
    const types = typesByIndex(events)
    return judged(
      events
        .filter(({ type }) => type === 'content_block_delta')
        .map((event) => deltaFinding(event, types.get(event.json['index']))),
    )
  }),
})

function typesByIndex(events: readonly AnthropicEvent[]): ReadonlyMap<unknown, unknown> {
  const types = new Map<unknown, unknown>()
  for (const { type, json } of events) {
    if (type === 'message_start' && isObject(json['message'])) {
      for (const [index, block] of listOf(json['message']['content']).entries()) {
        if (isObject(block)) types.set(index, block['type'])
      }
    }
    const block = json['content_block']
    if (type === 'content_block_start' && isObject(block)) types.set(json['index'], block['type'])
  }
  return types
}

/** Types of blocks and deltas that nobody knows yet are for clients to skip. */
function deltaFinding(event: AnthropicEvent, block: unknown): Finding | undefined {
  const { delta } = event.json
  const type = isObject(delta) ? delta['type'] : undefined
  const takes = taken.get(block)
  if (takes === undefined || !knownDeltas.has(type) || takes.includes(type)) return undefined
  const message = `A ${excerpt(block)} block gets a delta of another kind.`
  const expected = takes.length === 0 ? 'no delta' : takes.join(' or ')
  const at = within(event, '/delta/type')
  return finding('anthropic.delta-type', message, expected, excerpt(type), at)
}

/** Members that deltas add to, by the type of the block, with the member of the delta. */
const joined: ReadonlyMap<unknown, readonly [block: string, delta: string]> = new Map([
  ['text', ['text', 'text']],
  ['thinking', ['thinking', 'thinking']],
  ['tool_use', ['input', 'partial_json']],
])

/** Clients add the deltas to what the start holds, or leave the start out: they differ on what is in both. */
export const blocksBeginEmpty = defineAssertion({
  name: 'blocks-begin-empty',
  about:
    'message_start has no content, and content_block_start of text, thinking and calls none of it yet: deltas bring it.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onAnthropicEvents((events) =>
    judged([
      ...events.map(startedFinding),
      ...events.map((event, at) =>
        event.type === 'content_block_start' ? begunFinding(event, events[at + 1]) : undefined,
      ),
    ]),
  ),
})

/** A call that a program of the model's made is there from the start; others are not. */
function startedFinding(event: AnthropicEvent): Finding | undefined {
  if (event.type !== 'message_start') return undefined
  const content = listOf(asObject(event.json['message'])['content'])
  const at = content.findIndex((block) => !isOfProgram(asObject(block)))
  if (at < 0) return undefined
  const message = 'message_start has content already, of which no event of the stream comes.'
  const pointer = within(event, `/message/content/${at}`)
  const type = excerpt(asObject(content[at])['type'])
  return finding('anthropic.message-begun', message, '[], and the blocks in events', type, pointer)
}

function isOfProgram(block: Members): boolean {
  const caller = asObject(block['caller'])['type']
  return caller !== undefined && caller !== 'direct'
}

function begunFinding(start: AnthropicEvent, next?: AnthropicEvent): Finding | undefined {
  const block = asObject(start.json['content_block'])
  const [member, added] = joined.get(block['type']) ?? []
  if (member === undefined || added === undefined || isBare(block, member)) return undefined
  const delta = next?.type === 'content_block_delta' ? asObject(next.json['delta']) : {}
  const isTwice = delta[added] === block[member]
  const message = isTwice
    ? 'What a content block begins with comes twice: in its start and in its first delta.'
    : 'A content block has content already where it starts.'
  const expected = member === 'input' ? '{}, and the input in deltas' : '"", and the text in deltas'
  const at = within(start, `/content_block/${member}`)
  return finding('anthropic.block-begun', message, expected, excerpt(block[member]), at)
}

/** What is neither a text nor an object is judged by the schema. */
function isBare(block: Members, member: string): boolean {
  const value = block[member]
  return isObject(value)
    ? Object.keys(value).length === 0
    : typeof value !== 'string' || value === ''
}
