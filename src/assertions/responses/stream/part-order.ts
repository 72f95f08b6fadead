/** The life of a content part, and of a streamed text. */
import { append } from '../../../model/lists/lists.ts'
import { isObject, listOf } from '../../../model/json/shape.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import { locationOf, type StreamEvent } from '../events.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { ownerOf, partIndex, stepOf, type Group, type Step } from './kinds.ts'
import { itemIn, note, type Item, type Part, type Track } from './item.ts'

/** Takes an event of an item, other than those of the item itself. */
export function follow(track: Track, item: Item, event: StreamEvent): void {
  if (event.type === 'response.output_text.annotation.added') {
    partAt(item, 'content', partIndex(event, 'content')).annotations.push(event)
  }
  const step = stepOf(event)
  if (step === undefined) return
  const found = step.kind === 'part' ? takePart(item, event, step) : takeText(item, event, step)
  note(track.partFindings, found)
}

type PartStep = Extract<Step, { readonly kind: 'part' }>
type TextStep = Extract<Step, { readonly kind: 'text' }>

function takePart(item: Item, event: StreamEvent, { group, does }: PartStep): readonly Finding[] {
  const part = partAt(item, group, partIndex(event, group))
  if (does === 'added') {
    const again = part.added !== undefined
    part.added = event
    return [...(again ? [repeated(event, part)] : []), ...wrongOwner(item, event)]
  }
  const early = part.added === undefined ? [unannounced(event, part)] : []
  if (part.done !== undefined) return [...early, afterDone(event, part)]
  part.done = event
  const found = [
    ...early,
    ...wrongOwner(item, event),
    ...otherKind(part, event),
    ...lostAnnotations(event, part),
  ]
  return hasText(part, event) && part.finished.length === 0
    ? [...found, textNotDone(event, `the text of ${nameOf(part)}`)]
    : found
}

function typeIn({ json }: StreamEvent): unknown {
  return isObject(json['part']) ? json['part']['type'] : undefined
}

/** A message has texts and refusals, and reasoning has its own kind of text. */
function wrongOwner(item: Item, event: StreamEvent): readonly Finding[] {
  const type = typeIn(event)
  const owner = ownerOf(type)
  const given = item.json['type']
  if (owner === undefined || typeof given !== 'string' || owner === given) return []
  const message = `${event.type} has a part of type ${String(type)} in an item of type ${excerpt(given)}.`
  const at = locationOf(event, '/part/type')
  return [finding('responses.part-kind', message, `an item of type ${owner}`, excerpt(given), at)]
}

/** The done event of a part against the events of its text; unknown kinds are judged by the schema. */
function otherKind({ deltas, finished }: Part, event: StreamEvent): readonly Finding[] {
  const [first] = [...deltas, ...finished]
  const step = first === undefined ? undefined : stepOf(first)
  if (first === undefined || step?.kind !== 'text') return []
  return misfit(event, first, step.text.part)
}

/** The type of a part is that of the events of its text. */
function misfit(of: StreamEvent, event: StreamEvent, due: string | undefined): readonly Finding[] {
  const type = typeIn(of)
  if (due === undefined || ownerOf(type) === undefined || type === due) return []
  const message = `${of.type} has a part of type ${String(type)}, but its text comes by ${event.type}.`
  const at = locationOf(of, '/part/type')
  return [finding('responses.part-kind', message, due, excerpt(type), at)]
}

/** A server may add annotations without an event, but not lose those that it announced. */
function lostAnnotations(event: StreamEvent, { annotations }: Part): readonly Finding[] {
  const { part } = event.json
  const listed = isObject(part) ? listOf(part['annotations']).length : 0
  if (listed >= annotations.length) return []
  const message = `${event.type} has ${listed} annotations, but ${annotations.length} were added.`
  const at = locationOf(event, '/part/annotations')
  const expected = `${annotations.length} annotations`
  return [finding('responses.annotations-lost', message, expected, `${listed}`, at)]
}

/** Reasoning parts may come whole. */
function hasText({ deltas }: Part, event: StreamEvent): boolean {
  const type = typeIn(event)
  return deltas.length > 0 || type === 'output_text' || type === 'refusal'
}

function takeText(item: Item, event: StreamEvent, { text, does }: TextStep): readonly Finding[] {
  const part = partAt(item, text.group, partIndex(event, text.group))
  const found: Finding[] = []
  if (text.announced && part.added === undefined) found.push(unannounced(event, part))
  if (part.done !== undefined) found.push(afterDone(event, part))
  if (part.finished.length > 0) found.push(afterText(event, does))
  if (part.added !== undefined) append(found, misfit(part.added, event, text.part))
  if (does === 'delta') part.deltas.push(event)
  else part.finished.push(event)
  return found
}

function partAt(item: Item, group: Group, index: number): Part {
  const key = `${group} ${index}`
  const known = item.parts.get(key)
  if (known !== undefined) return known
  const part: Part = { group, index, deltas: [], annotations: [], finished: [] }
  item.parts.set(key, part)
  return part
}

/** What is missing when an item is done. */
export function closeItem(track: Track, item: Item, event: StreamEvent): void {
  if (item.done !== event) return
  const parts = [...item.parts.values()]
  const open = parts.filter((part) => part.added !== undefined && part.done === undefined)
  note(track.partFindings, [
    ...open.map((part) => notDone(event, part)),
    ...unfinishedTexts(item, event),
    ...otherwiseIndexed(parts, event),
    ...neverAnnounced(item, event),
  ])
}

/** The arguments of a call that the model writes always have a done event. */
function unfinishedTexts(item: Item, event: StreamEvent): readonly Finding[] {
  const whole = item.parts.get('whole 0')
  const isCall = item.json['type'] === 'function_call'
  if ((whole?.finished.length ?? 0) > 0 || (whole === undefined && !isCall)) return []
  return [textNotDone(event, `the arguments of item ${item.index}`)]
}

/** Reasoning may come without a done event, but not with one for a part that had no delta. */
function otherwiseIndexed(parts: readonly Part[], event: StreamEvent): readonly Finding[] {
  const texts = parts.filter(({ group }) => group === 'content')
  if (!texts.some(({ deltas, finished }) => deltas.length === 0 && finished.length > 0)) return []
  const open = texts.filter(({ deltas, finished }) => deltas.length > 0 && finished.length === 0)
  return open.map((part) => textNotDone(event, `the text of ${nameOf(part)}`))
}

function neverAnnounced(item: Item, event: StreamEvent): readonly Finding[] {
  const { type, content } = itemIn(event)
  const announced = [...item.parts.values()].filter(({ group }) => group === 'content').length
  const count = type === 'message' ? listOf(content).length : 0
  if (count <= announced) return []
  const message = `The message in item ${item.index} is done with ${count} parts.`
  const expected = `${count} parts announced by response.content_part.added`
  const at = locationOf(event, '/item/content')
  return [finding('responses.part-unannounced', message, expected, `${announced} of them`, at)]
}

function nameOf({ group, index }: Part): string {
  return group === 'whole' ? 'the call' : `${group} part ${index}`
}

function repeated(event: StreamEvent, part: Part): Finding {
  const message = `${nameOf(part)} is announced twice.`
  return finding('responses.part-repeated', message, 'once', event.type, locationOf(event))
}

function unannounced(event: StreamEvent, part: Part): Finding {
  const message = `${event.type} names ${nameOf(part)}, which was not announced.`
  const before = part.group === 'summary' ? 'reasoning_summary_part' : 'content_part'
  const expected = `response.${before}.added before it`
  return finding('responses.part-unannounced', message, expected, event.type, locationOf(event))
}

function afterDone(event: StreamEvent, part: Part): Finding {
  const message = `${event.type} names ${nameOf(part)}, which is done.`
  const expected = `nothing more for ${nameOf(part)}`
  return finding('responses.part-after-done', message, expected, event.type, locationOf(event))
}

function afterText(event: StreamEvent, does: 'delta' | 'done'): Finding {
  const code = does === 'delta' ? 'responses.delta-after-text-done' : 'responses.text-done-repeated'
  const message = `${event.type} comes after the text was done.`
  return finding(code, message, 'one done event, last', event.type, locationOf(event))
}

function textNotDone(event: StreamEvent, what: string): Finding {
  const message = `No event gave ${what} whole.`
  const expected = 'a done event with the whole text before it'
  return finding('responses.text-not-done', message, expected, event.type, locationOf(event))
}

function notDone(event: StreamEvent, part: Part): Finding {
  const message = `${nameOf(part)} is never done, though its item is.`
  const expected = 'a done event for each part before response.output_item.done'
  return finding('responses.part-not-done', message, expected, event.type, locationOf(event))
}
