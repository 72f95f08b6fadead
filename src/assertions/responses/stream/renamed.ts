/** `response-delta-names`: texts and arguments come by the events that clients read. */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../../assertion.ts'
import { objectsOf, type Members } from '../../../model/json/shape.ts'
import { judged, passed } from '../../outcome.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import { onEvents, locationOf, type StreamEvent } from '../events.ts'
import { idOf, itemIn, type Item } from './item.ts'
import { isPublished } from './kinds.ts'
import { trackOf } from './track.ts'

const deltaNames = defineAssertion({
  name: 'response-delta-names',
  about: 'Texts and arguments come by deltas of the specification, not by others in their place.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onEvents((_, events, { observation }) => {
    const foreign = foreignDeltas(events)
    if (foreign.size === 0) return passed()
    return judged(trackOf(observation).items.map((item) => renamed(item, foreign)))
  }),
})

export const deltaNameAssertions: readonly Assertion[] = [deltaNames]

/** Deltas of one item and of one type that the specification does not have. */
interface Foreign {
  readonly first: StreamEvent
  /** All of them, joined. */
  text: string
}

/** Those of the first such type, by the item that they name. */
function foreignDeltas(events: readonly StreamEvent[]): ReadonlyMap<unknown, Foreign> {
  const found = new Map<unknown, Foreign>()
  for (const event of events) {
    const { item_id: id, delta } = event.json
    const isDelta = event.type.startsWith('response.') && event.type.endsWith('.delta')
    if (!isDelta || isPublished(event) || typeof id !== 'string' || typeof delta !== 'string') {
      continue
    }
    const known = found.get(id)
    if (known === undefined) found.set(id, { first: event, text: delta })
    else if (known.first.type === event.type) known.text += delta
  }
  return found
}

/**
 * Clients ignore what they do not know, so such events do no harm beside those that are due. Reasoning
 * may have names of its own (`response.reasoning.delta` of bedrock-mantle).
 */
function renamed(item: Item, foreign: ReadonlyMap<unknown, Foreign>): Finding | undefined {
  const own = textOf(item.done === undefined ? {} : itemIn(item.done))
  const hasOwn = [...item.parts.values()].some(({ deltas }) => deltas.length > 0)
  const { first, text } = foreign.get(idOf(item.json)) ?? {}
  if (own === undefined || own.text === '' || hasOwn || first === undefined) return undefined
  if (text !== own.text) return undefined
  const message = `${first.type} stands in place of ${own.event}, which clients read.`
  return finding('responses.delta-name', message, own.event, first.type, locationOf(first, '/type'))
}

/** What an item holds, and the event that brings it. */
function textOf(item: Members): { readonly text: string; readonly event: string } | undefined {
  if (item['type'] === 'function_call') {
    const text = String(item['arguments'] ?? '')
    return { text, event: 'response.function_call_arguments.delta' }
  }
  if (item['type'] !== 'message') return undefined
  const texts = objectsOf(item['content']).map(({ text }) => (typeof text === 'string' ? text : ''))
  return { text: texts.join(''), event: 'response.output_text.delta' }
}
