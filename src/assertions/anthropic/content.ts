/** `message-content`, `content-came`, `no-empty-text`, `thinking-signed`: the blocks of an Anthropic message, joined from a stream where it is one. */
import { z } from 'zod'
import { asNumber, asObject, isObject, parseJson } from '../../model/json/shape.ts'
import { defineAssertion } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { cameBefore } from '../../model/lists/lists.ts'
import { type Finding, finding } from '../../model/findings/finding.ts'
import { judged, passed } from '../outcome.ts'
import { needsArguments, offeredTools } from '../tools/offers.ts'
import type { Block } from './blocks.ts'
import { member, onMessage } from './message.ts'

/** Reasons with which the input of the last call may be cut off. */
const cutShort = new Set<unknown>(['max_tokens', 'refusal', 'model_context_window_exceeded'])

export const messageContent = defineAssertion({
  name: 'message-content',
  about: 'Calls have ids of their own and an object as input, whole or joined from its fragments.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'violation' },
  judge: onMessage(({ blocks, stopReason }, { observation }) => {
    const offered = offeredTools(observation)
    const calls = blocks.filter(({ json }) => isCall(json['type']))
    const last = blocks.at(-1)
    const isRepeated = cameBefore(calls.map(({ json }) => json['id']))
    return judged([
      ...calls.flatMap((call, index) => (isRepeated[index] === true ? repeatedId(call) : [])),
      ...calls.flatMap((call) =>
        call === last && cutShort.has(stopReason) ? [] : inputFindings(call, offered),
      ),
    ])
  }),
})

function isCall(type: unknown): boolean {
  return type === 'tool_use' || type === 'server_tool_use'
}

function repeatedId({ json: { id }, at }: Block): readonly Finding[] {
  if (typeof id !== 'string') return []
  const message = 'Two calls have the same id.'
  return [finding('tools.id-repeated', message, 'an id of its own', excerpt(id), member(at, 'id'))]
}

/** A call without arguments may have no fragment, or an empty one; a tool that needs some has lost them. */
function inputFindings(
  { json, at, inputText }: Block,
  offered: ReturnType<typeof offeredTools>,
): readonly Finding[] {
  if (inputText === undefined) return []
  if (inputText === '' && !needsArguments(offered.get(String(json['name'])))) return []
  if (isObject(parseJson(inputText))) return []
  const message = 'The fragments of the input do not join to a JSON object.'
  const code = 'tools.arguments-json'
  return [finding(code, message, 'a JSON object', excerpt(inputText), member(at, 'input'))]
}

/** "2-3 tokens with no content" (Handling stop reasons, "Empty responses"), and those that begin and end a turn. */
const emptyTurn = 10

/** What gateways lose between the model and the client is counted all the same. */
export const contentCame = defineAssertion({
  name: 'content-came',
  about: 'A message that ended by itself and counts tokens has a text, a call or thinking.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onMessage(({ blocks, stopReason, usage, totals }) => {
    if (stopReason !== 'end_turn' && stopReason !== 'tool_use') return passed()
    if (blocks.some(({ json }) => json['type'] !== 'text' || json['text'] !== '')) return passed()
    const counts = asObject(usage)
    const output = asNumber(counts['output_tokens']) ?? 0
    const thought = asNumber(asObject(counts['output_tokens_details'])['thinking_tokens']) ?? 0
    if (output - thought <= emptyTurn) return passed()
    const message = 'Tokens are counted, and neither a text nor a call came.'
    const received = `${output} tokens and ${blocks.length === 0 ? 'no block' : 'no text'}`
    const at = member(totals, 'output_tokens')
    return judged([finding('usage.more-than-came', message, 'what was generated', received, at)])
  }),
})

/** A client gives thinking back with its signature when it answers a call; without one it is refused. */
export const thinkingSigned = defineAssertion({
  name: 'thinking-signed',
  about: 'Every thinking block has a signature.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onMessage(({ blocks, stopReason }) => {
    const last = blocks.at(-1)
    return judged(
      blocks
        .filter((block) => block !== last || !cutShort.has(stopReason))
        .map(({ json, at }) => {
          if (json['type'] !== 'thinking' || (json['signature'] ?? '') !== '') return undefined
          const message = 'A thinking block has no signature.'
          const location = member(at, 'signature')
          const received = excerpt(json['signature'])
          return finding('anthropic.unsigned', message, 'a signature', received, location)
        }),
    )
  }),
})

/** A message alone of such a block is an empty answer, which is judged as that; a last one may have been cut. */
export const noEmptyText = defineAssertion({
  name: 'no-empty-text',
  about: 'No text block beside other blocks is empty: clients give the message back as it is.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onMessage(({ blocks, stopReason }) => {
    const last = blocks.at(-1)
    const empty = blocks.find(
      (block) =>
        block.json['type'] === 'text' &&
        block.json['text'] === '' &&
        (block !== last || !cutShort.has(stopReason)),
    )
    if (empty === undefined || blocks.length < 2) return judged([])
    const message = 'A text block beside other blocks is empty.'
    const expected = 'a text, or no text block'
    const received = blocks.map(({ json }) => excerpt(json['type'])).join(', ')
    return judged([
      finding('anthropic.text-empty', message, expected, received, member(empty.at, 'text')),
    ])
  }),
})
