/** Reads the events of a Responses stream (openai-openapi f85dbe2, ResponseStreamEvent). */
import type { Delta, StreamItem } from '../../model/observation.ts'
import { asIndex, asObject, asString, isObject, type Members } from '../../model/json/shape.ts'
import { readCall, readItem, type ItemParts } from './items.ts'

export interface GatheredStream {
  /** The response as the last event that carries one has it. */
  readonly response: Members
  /** What the items contribute, in the order in which they were announced. */
  readonly parts: readonly ItemParts[]
  readonly deltas: readonly Delta[]
}

/** An item while it is streamed. */
interface Growing {
  item: Members
  text: string
  reasoning: string
  arguments: string
}

/** What the events say; undefined where none of them carries a response. */
export function gatherEvents(items: readonly StreamItem[]): GatheredStream | undefined {
  const growing = new Map<string, Growing>()
  const deltas: Delta[] = []
  let response: Members | undefined
  for (const { json, at, index } of items) {
    if (!isObject(json)) continue
    if (isObject(json['response'])) response = json['response']
    const text = grow(growing, json)
    if (text !== '') deltas.push({ at, item: index, choice: 0, text })
  }
  if (response === undefined) return undefined
  return { response, parts: [...growing.values()].map(partsOf), deltas }
}

/** Adds one event and gives the text of the answer that it brought. */
function grow(growing: Map<string, Growing>, event: Members): string {
  const type = asString(event['type']) ?? ''
  const item = asObject(event['item'])
  if (type === 'response.output_item.added' || type === 'response.output_item.done') {
    growingAt(growing, keyOf(item, event)).item = item
    return ''
  }
  const delta = asString(event['delta']) ?? ''
  if (delta === '') return ''
  const owner = growingAt(growing, keyOf(event, event))
  if (type === 'response.function_call_arguments.delta') owner.arguments += delta
  // bedrock-mantle names these events response.reasoning.delta for gemma
  if (/^response\.reasoning(_text|_summary_text)?\.delta$/.test(type)) owner.reasoning += delta
  if (type !== 'response.output_text.delta') return ''
  owner.text += delta
  return delta
}

/** Items are told apart by id: OGX gives several items one output_index. */
function keyOf(named: Members, event: Members): string {
  const id = asString(named['id']) ?? asString(named['item_id'])
  return id ?? `#${asIndex(event['output_index']) ?? 0}`
}

function growingAt(growing: Map<string, Growing>, key: string): Growing {
  const known = growing.get(key)
  if (known !== undefined) return known
  const begun: Growing = { item: {}, text: '', reasoning: '', arguments: '' }
  growing.set(key, begun)
  return begun
}

/** What the deltas said, or the item where it came without any. */
function partsOf({ item, text, reasoning, arguments: args }: Growing): ItemParts {
  const whole = readItem(item)
  return {
    text: text || whole.text,
    reasoning: reasoning || whole.reasoning,
    ...(whole.call !== undefined && { call: readCall(item, args || whole.call.arguments) }),
  }
}
