/** `response-items-begin-empty`: what deltas and announcements bring does not stand in an earlier event, too. */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../../assertion.ts'
import { asObject, listOf, type Members } from '../../../model/json/shape.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { judged } from '../../outcome.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import { locationOf, onEvents, responseIn, type StreamEvent } from '../events.ts'
import type { Item, Part } from './item.ts'
import { stepOf } from './kinds.ts'
import { mostFindings, trackOf } from './track.ts'

/** Clients append deltas, parts and items to what was announced before them. */
const itemsBeginEmpty = defineAssertion({
  name: 'response-items-begin-empty',
  about:
    'What comes by deltas does not stand in the event that announces it, nor parts in their item, nor items in response.created.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onEvents((_, events, { observation }) => {
    const { items } = trackOf(observation)
    const found = [responseBegun(events, items), ...items.flatMap(itemBegun)]
    return judged(found.filter((one) => one !== undefined).slice(0, mostFindings))
  }),
})

export const begunAssertions: readonly Assertion[] = [itemsBeginEmpty]

function responseBegun(
  events: readonly StreamEvent[],
  items: readonly Item[],
): Finding | undefined {
  const created = events.find(({ type }) => type === 'response.created')
  const output = listOf(created && responseIn(created)?.['output'])
  if (created === undefined || output.length === 0 || items.length === 0) return undefined
  const message = 'response.created has items, which are announced again after it.'
  const at = locationOf(created, '/response/output')
  return begun(message, '[], and the items in events of their own', output, at)
}

function itemBegun(item: Item): readonly (Finding | undefined)[] {
  const parts = [...item.parts.values()]
  return [partsBegun(item, parts), ...parts.map((part) => textBegun(item, part))]
}

function partsBegun({ index, json, added }: Item, parts: readonly Part[]): Finding | undefined {
  const again = parts.find(
    (part) => part.added !== undefined && listOf(json[part.group]).length > 0,
  )
  if (again === undefined) return undefined
  const { group } = again
  const message = `Item ${index} is announced with parts, which are announced again after it.`
  const at = locationOf(added, `/item/${group}`)
  return begun(message, '[], and the parts in events of their own', json[group], at)
}

/** A text that is announced in part and goes on by deltas comes once. */
function textBegun(item: Item, part: Part): Finding | undefined {
  const [first] = part.deltas
  const step = first && stepOf(first)
  if (step?.kind !== 'text') return undefined
  const { member, group } = step.text
  const [announced, event, path] = announcement(item, part)
  const given = textIn(announced, member)
  const joined = part.deltas.map(({ json }) => textIn(json, 'delta')).join('')
  const whole = part.finished[0]?.json
  if (event === undefined || whole === undefined || given === '' || joined === '') return undefined
  if (given + joined === textIn(whole, member)) return undefined
  const isCall = group === 'whole'
  const what = isCall ? 'arguments' : 'text'
  const verbs = isCall ? ['stand', 'come'] : ['stands', 'comes']
  const message = `The ${what} of item ${item.index} ${verbs[0]} in ${event.type}, and ${verbs[1]} again by deltas.`
  return begun(message, `"", and the ${what} by deltas`, given, locationOf(event, path + member))
}

/** What was announced of a text, by which event, and where. */
function announcement(
  { json, added }: Item,
  part: Part,
): readonly [Members, StreamEvent | undefined, string] {
  if (part.group === 'whole') return [json, added, '/item/']
  return [asObject(part.added?.json['part']), part.added, '/part/']
}

function textIn(members: Members, name: string): string {
  const value = members[name]
  return typeof value === 'string' ? value : ''
}

function begun(message: string, expected: string, given: unknown, at: Finding['at']): Finding {
  return finding('responses.begun', message, expected, excerpt(given), at)
}
