/** The life of an output item in a stream: announced once, in order, then done once. */
import { excerpt } from '../../evidence/excerpt.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import { locationOf, type StreamEvent } from '../events.ts'
import { stepOf } from './kinds.ts'
import { idOf, itemIn, note, type Item, type Track } from './item.ts'

/** Takes response.output_item.added. */
export function announce(track: Track, event: StreamEvent): void {
  const index = event.json['output_index']
  const json = itemIn(event)
  note(track.itemFindings, [
    ...misplaced(track, event),
    ...taken(track, event),
    ...wrongStatus(event, 'completed', 'incomplete'),
  ])
  const at = typeof index === 'number' ? index : track.items.length
  const item: Item = { index: at, added: event, json, parts: new Map() }
  track.items.push(item)
  track.byIndex.set(at, item)
  track.ids.add(idOf(json))
}

function misplaced({ items, byIndex }: Track, event: StreamEvent): readonly Finding[] {
  const index = event.json['output_index']
  if (typeof index !== 'number' || index === items.length) return []
  const at = locationOf(event, '/output_index')
  const isTaken = byIndex.has(index)
  const message = isTaken
    ? `Two items are announced with output_index ${index}.`
    : `The item in event ${event.item} is announced with output_index ${index}.`
  const code = isTaken ? 'responses.item-repeated' : 'responses.item-index'
  return [finding(code, message, `output_index ${items.length}`, excerpt(index), at)]
}

function taken({ ids }: Track, event: StreamEvent): readonly Finding[] {
  const id = idOf(itemIn(event))
  if (id === undefined || id === null || !ids.has(id)) return []
  const message = 'Two items of the stream have the same id.'
  const at = locationOf(event, '/item/id')
  return [finding('responses.item-id-repeated', message, 'an id of its own', excerpt(id), at)]
}

/** Items that a model writes; those of hosted tools may come finished, or go on after done. */
const written = ['message', 'reasoning', 'function_call']

function wrongStatus(event: StreamEvent, ...wrong: readonly string[]): readonly Finding[] {
  const { type, status, caller } = itemIn(event)
  // programmatic tool calling leaves a call in progress until its program goes on
  if (!written.includes(String(type)) || (caller ?? null) !== null) return []
  if (typeof status !== 'string' || !wrong.includes(status)) return []
  const message = `The item in ${event.type} has status ${status}.`
  const expected = wrong.includes('completed') ? 'in_progress' : 'completed or incomplete'
  const at = locationOf(event, '/item/status')
  return [finding('responses.item-status', message, expected, excerpt(status), at)]
}

/** The item that an event names by output_index, if it may still be named. */
export function belong(track: Track, event: StreamEvent): Item | undefined {
  const index = event.json['output_index']
  const item = track.byIndex.get(index)
  const found = item === undefined ? unannounced(event) : misnamed(item, event)
  if (found !== undefined) note(track.itemFindings, [found])
  return item
}

function unannounced(event: StreamEvent): Finding {
  const index = excerpt(event.json['output_index'])
  const message = `${event.type} names an item that was not announced.`
  const expected = `response.output_item.added with output_index ${index} before it`
  const at = locationOf(event, '/output_index')
  return finding('responses.item-unannounced', message, expected, `output_index ${index}`, at)
}

function misnamed(item: Item, event: StreamEvent): Finding | undefined {
  const expected = idOf(item.json)
  const given = event.json['item_id']
  if (item.done !== undefined) {
    const message = `${event.type} names item ${item.index}, which is done.`
    const due = `nothing more for item ${item.index}`
    return finding('responses.item-after-done', message, due, event.type, locationOf(event))
  }
  if (typeof given === 'string' && typeof expected === 'string' && given !== expected) {
    const message = `${event.type} names item ${item.index} by another id.`
    const at = locationOf(event, '/item_id')
    return finding('responses.item-id-differs', message, excerpt(expected), excerpt(given), at)
  }
  return misfit(item, event)
}

/** A text that its item cannot have. */
function misfit(item: Item, event: StreamEvent): Finding | undefined {
  const step = stepOf(event)
  const type = item.json['type']
  if (step?.kind !== 'text') return undefined
  if (step.text.owner === type) return otherName(item, event)
  const message = `${event.type} belongs to an item of type ${String(type)}.`
  const expected = `an item of type ${step.text.owner}`
  return finding('responses.event-kind', message, expected, excerpt(type), locationOf(event))
}

/** response.function_call_arguments.done names the function once more; servers leave it empty. */
function otherName({ index, json }: Item, event: StreamEvent): Finding | undefined {
  const { name } = event.json
  const due = json['name']
  if (typeof name !== 'string' || name === '' || typeof due !== 'string') return undefined
  if (name === due) return undefined
  const message = `${event.type} names another function than item ${index} calls.`
  const at = locationOf(event, '/name')
  return finding('responses.item-changed', message, excerpt(due), excerpt(name), at)
}

/** Takes response.output_item.done. */
export function finishItem(track: Track, item: Item, event: StreamEvent): void {
  if (item.done !== undefined) return
  item.done = event
  const done = itemIn(event)
  note(track.itemFindings, wrongStatus(event, 'in_progress'))
  const changed = ['type', 'id', 'call_id', 'name'].find((name) => differs(item, done, name))
  if (changed === undefined) return
  const message = `Item ${item.index} is done with another ${changed} than announced.`
  const expected = excerpt(item.json[changed])
  const at = locationOf(event, `/item/${changed}`)
  note(track.itemFindings, [
    finding('responses.item-changed', message, expected, excerpt(done[changed]), at),
  ])
}

/** OpenAI gives the call of a tool search another call_id at its end. */
function differs({ json }: Item, done: Item['json'], name: string): boolean {
  if (name === 'call_id' && json['type'] === 'tool_search_call') return false
  return (json[name] ?? null) !== null && json[name] !== done[name]
}
