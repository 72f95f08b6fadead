/** `response-joins`: deltas make the text that the done events give. */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../../assertion.ts'
import { isObject, listOf, type Members } from '../../../model/json/shape.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { judged, passed } from '../../outcome.ts'
import { finding, type Finding, type Location } from '../../../model/findings/finding.ts'
import { onEvents, locationOf, type StreamEvent } from '../events.ts'
import { itemIn, type Item, type Part } from './item.ts'
import type { Group } from './kinds.ts'
import { mostFindings, trackOf } from './track.ts'

const responseJoins = defineAssertion({
  name: 'response-joins',
  about:
    'The deltas of a text or of arguments join to what their done event, their part and their item say.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onEvents((_, _events, { observation }) => {
    const { items } = trackOf(observation)
    if (items.length === 0) return passed('The stream has no item.')
    return judged(items.flatMap(itemFindings).slice(0, mostFindings))
  }),
})

export const joinAssertions: readonly Assertion[] = [responseJoins]

/** A text as one event gives it. */
interface Version {
  readonly text: string
  readonly by: string
  readonly at: Location
}

function itemFindings(item: Item): readonly Finding[] {
  const parts = [...item.parts.values()].toSorted((one, other) => one.index - other.index)
  const ranks = new Map<Group, number>()
  return parts.flatMap((part) => {
    const rank = ranks.get(part.group) ?? 0
    ranks.set(part.group, rank + 1)
    const versions = versionsOf(item, part, rank)
    const [first, ...others] = versions
    const other = others.find(({ text }) => text !== first?.text)
    return first === undefined || other === undefined ? [] : [differs(item, part, first, other)]
  })
}

/** Members that hold a text: of a done event, of a part, and of an item that is a call. */
const members = ['text', 'refusal', 'arguments', 'input', 'code']

function versionsOf(item: Item, part: Part, rank: number): readonly Version[] {
  return [
    ...joined(part),
    ...part.finished.flatMap((event) => version(event.json, event, event.type, '')),
    ...(part.done === undefined ? [] : inside(part.done, 'part', part.done.type)),
    ...(item.done === undefined ? [] : inItem(part, rank, item.done)),
  ]
}

/** Texts may come whole, without any delta (LM Studio). */
function joined({ deltas }: Part): readonly Version[] {
  const [first] = deltas
  if (first === undefined) return []
  const text = deltas.map(({ json }) => textOf(json['delta'])).join('')
  return [{ text, by: `${deltas.length} deltas`, at: locationOf(first, '/delta') }]
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function version(
  json: Members,
  event: StreamEvent,
  by: string,
  pointer: string,
): readonly Version[] {
  const name = members.find((member) => typeof json[member] === 'string')
  if (name === undefined) return []
  return [{ text: textOf(json[name]), by, at: locationOf(event, `${pointer}/${name}`) }]
}

function inside(event: StreamEvent, member: string, by: string): readonly Version[] {
  const value = event.json[member]
  return isObject(value) ? version(value, event, by, `/${member}`) : []
}

/** The rank of a part, since gpt-oss on bedrock-mantle counts the only part of a message as 1. */
function inItem(part: Part, rank: number, done: StreamEvent): readonly Version[] {
  if (part.group === 'whole') return inside(done, 'item', done.type)
  const listed = listOf(itemIn(done)[part.group])[rank]
  return isObject(listed) ? version(listed, done, done.type, `/item/${part.group}/${rank}`) : []
}

function differs({ index }: Item, { group }: Part, first: Version, other: Version): Finding {
  const isCall = group === 'whole'
  const code = isCall ? 'responses.arguments-differ' : 'responses.text-differs'
  const what = isCall ? 'arguments' : 'text'
  const message = `The ${what} of item ${index} in ${other.by} differs from that in ${first.by}.`
  const at = firstDifference(first.text, other.text)
  const expected = `${excerpt(first.text.slice(at), 120)} from character ${at}`
  return finding(code, message, expected, excerpt(other.text.slice(at), 120), other.at)
}

function firstDifference(one: string, other: string): number {
  const length = Math.min(one.length, other.length)
  for (let at = 0; at < length; at += 1) if (one[at] !== other[at]) return at
  return length
}
