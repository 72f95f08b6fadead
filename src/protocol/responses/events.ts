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

/** The items so far. */
interface Items {
  readonly all: Growing[]
  readonly byId: Map<string, Growing>
  /** Those that are not done: by type and output_index, and the last of each type. */
  readonly open: Map<string, Growing>
}

/** What the events say; undefined where none of them carries a response. */
export function gatherEvents(items: readonly StreamItem[]): GatheredStream | undefined {
  const growing: Items = { all: [], byId: new Map(), open: new Map() }
  const deltas: Delta[] = []
  let response: Members | undefined
  for (const { json, at, index } of items) {
    if (!isObject(json)) continue
    if (isObject(json['response'])) response = json['response']
    const text = grow(growing, json)
    if (text !== '') deltas.push({ at, item: index, choice: 0, text })
  }
  if (response === undefined) return undefined
  return { response, parts: growing.all.map(partsOf), deltas }
}

/** Adds one event and gives the text of the answer that it brought. */
function grow(items: Items, event: Members): string {
  const type = asString(event['type']) ?? ''
  if (type === 'response.output_item.added' || type === 'response.output_item.done') {
    takeItem(items, event, type.endsWith('done'))
    return ''
  }
  const owner = ownerOf(type)
  const delta = asString(event['delta']) ?? ''
  if (delta === '' || owner === undefined) return ''
  const growing = growingOf(items, event, owner) ?? begin(items, event, owner)
  if (owner === 'message') growing.text += delta
  else if (owner === 'reasoning') growing.reasoning += delta
  else growing.arguments += delta
  return owner === 'message' ? delta : ''
}

/** The type of the item to which a delta belongs; undefined where it brings nothing of a reply. */
function ownerOf(type: string): string | undefined {
  if (type === 'response.output_text.delta') return 'message'
  if (type === 'response.function_call_arguments.delta') return 'function_call'
  if (type === 'response.custom_tool_call_input.delta') return 'custom_tool_call'
  // bedrock-mantle names these events response.reasoning.delta for gemma
  return /^response\.reasoning(_text|_summary_text)?\.delta$/.test(type) ? 'reasoning' : undefined
}

function takeItem(items: Items, event: Members, isDone: boolean): void {
  const item = asObject(event['item'])
  const type = asString(item['type']) ?? ''
  const known = isDone ? growingOf(items, event, type) : named(items, event)
  const growing = known ?? begin(items, event, type)
  growing.item = item
  if (!isDone) return
  for (const key of keysOf(event, type)) {
    if (items.open.get(key) === growing) items.open.delete(key)
  }
}

/**
 * The item that an event names, else the open one of its type: LiteLLM and mistral.rs give an item
 * another id in each event, others no id at all (BerriAI/litellm#36375, mistral.rs#1944).
 */
function growingOf(items: Items, event: Members, type: string): Growing | undefined {
  const [key = type] = keysOf(event, type)
  return named(items, event) ?? items.open.get(key)
}

/** Items are told apart by id: OGX gives several items one output_index. */
function named({ byId }: Items, event: Members): Growing | undefined {
  const id = idOf(event)
  return id === undefined ? undefined : byId.get(id)
}

/** An empty id names nothing. */
function idOf(event: Members): string | undefined {
  const item = asObject(event['item'])
  return [item['id'], item['item_id'], event['item_id']].map(asString).find(Boolean)
}

/** Where an item is open: at its output_index, if it has one, and as the last of its type. */
function keysOf(event: Members, type: string): readonly string[] {
  const index = asIndex(event['output_index'])
  return index === undefined ? [type] : [`${type} ${index}`, type]
}

function begin(items: Items, event: Members, type: string): Growing {
  const begun: Growing = { item: {}, text: '', reasoning: '', arguments: '' }
  items.all.push(begun)
  const id = idOf(event)
  if (id !== undefined) items.byId.set(id, begun)
  for (const key of keysOf(event, type)) items.open.set(key, begun)
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
