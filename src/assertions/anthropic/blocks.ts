/** The content blocks of a stream, each joined from its start and its deltas. */
import { asIndex, asString, isObject, listOf, type Members } from '../../model/json/shape.ts'
import { startedBlocks } from '../evidence/started.ts'
import type { Location } from '../../model/findings/finding.ts'
import { within, type AnthropicEvent } from './events.ts'

export interface Block {
  readonly json: Members
  readonly at: Location
  /** Fragments of the input joined, of a tool call in a stream. */
  readonly inputText?: string
}

/** Members that deltas add to, by the type of the delta (@anthropic-ai/sdk 1.14.0, RawContentBlockDelta). */
const grown: ReadonlyMap<unknown, string> = new Map([
  ['text_delta', 'text'],
  ['thinking_delta', 'thinking'],
  ['signature_delta', 'signature'],
  ['input_json_delta', 'partial_json'],
])

/** Blocks that stand in `message_start`, then those that were started, in the order they came. */
export function blocksOf(events: readonly AnthropicEvent[]): readonly Block[] {
  const first = events.find(({ type }) => type === 'message_start')
  const message = first?.json['message']
  const present = isObject(message) ? listOf(message['content']) : []
  const before = present.flatMap((json, index): Block[] =>
    first !== undefined && isObject(json)
      ? [{ json, at: within(first, `/message/content/${index}`) }]
      : [],
  )
  const started = startedBlocks(events, {
    isStart: ({ type }) => type === 'content_block_start',
    isDelta: ({ type }) => type === 'content_block_delta',
    indexOf: ({ json }) => json['index'],
  })
  return [...before, ...started.flatMap(({ start, deltas }) => joined(start, deltas))]
}

function joined(start: AnthropicEvent, deltas: readonly AnthropicEvent[]): readonly Block[] {
  const block = start.json['content_block']
  if (!isObject(block)) return []
  const texts = new Map<string, string>()
  for (const { json } of deltas) {
    const delta = isObject(json['delta']) ? json['delta'] : {}
    const member = grown.get(delta['type'])
    if (member === undefined) continue
    const soFar = texts.get(member) ?? asString(block[member]) ?? ''
    texts.set(member, soFar + (asString(delta[member]) ?? ''))
  }
  const { partial_json: inputText = '', ...members } = Object.fromEntries(texts)
  const isCall = isObject(block['input']) && Object.keys(block['input']).length === 0
  return [
    {
      json: { ...block, ...members },
      at: within(start, '/content_block'),
      ...(isCall && { inputText }),
    },
  ]
}

/** The index that an event names; undefined where it is none. */
export function indexOf({ json }: AnthropicEvent): number | undefined {
  return asIndex(json['index'])
}
