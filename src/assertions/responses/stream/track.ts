/** A stream sorted by its items and their parts, with what is out of order on the way. */
import type { Observation } from '../../../model/observation.ts'
import { eventsOf, type StreamEvent } from '../events.ts'
import { announce, belong, finishItem } from './item-order.ts'
import type { Track } from './item.ts'
import { isPublished } from './kinds.ts'
import { closeItem, follow } from './part-order.ts'

/** Findings of one stream that are shown; more of a kind add nothing. */
export const mostFindings = 10

/** Several checks look at the same stream. */
const tracks = new WeakMap<Observation, Track>()

/** The stream of an observation by its items. */
export function trackOf(observation: Observation): Track {
  const known = tracks.get(observation)
  if (known !== undefined) return known
  const track: Track = {
    items: [],
    byIndex: new Map(),
    ids: new Set(),
    itemFindings: new Map(),
    partFindings: new Map(),
  }
  for (const event of eventsOf(observation)) take(track, event)
  tracks.set(observation, track)
  return track
}

function take(track: Track, event: StreamEvent): void {
  if (event.type === 'response.output_item.added') return announce(track, event)
  // without an index it belongs to no item, which the schema says
  if (typeof event.json['output_index'] !== 'number' || !isPublished(event)) return
  const item = belong(track, event)
  if (item === undefined) return
  if (event.type !== 'response.output_item.done') return follow(track, item, event)
  finishItem(track, item, event)
  closeItem(track, item, event)
}
