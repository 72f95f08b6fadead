/** `block-deltas`: whether each delta is of a kind that its block takes. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { isObject, listOf } from '../../model/json/shape.ts'
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
