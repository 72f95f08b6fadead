/** What belongs to each of the blocks that a stream starts under an index. */

interface Kinds<Event> {
  readonly isStart: (event: Event) => boolean
  readonly isDelta: (event: Event) => boolean
  readonly indexOf: (event: Event) => unknown
}

interface Started<Event> {
  readonly start: Event
  readonly deltas: readonly Event[]
}

/**
 * The blocks of a stream in the order of their starts, each with its deltas: those of its index up to
 * the next start under it, and for the first one those before it, too. Each event is looked at once.
 */
export function startedBlocks<Event>(
  events: readonly Event[],
  { isStart, isDelta, indexOf }: Kinds<Event>,
): readonly Started<Event>[] {
  const blocks: Started<Event>[] = []
  const current = new Map<unknown, Event[]>()
  const isOpen = new Set<unknown>()
  for (const event of events) {
    const index = indexOf(event)
    if (isStart(event)) {
      const deltas = isOpen.has(index) ? [] : (current.get(index) ?? [])
      isOpen.add(index)
      current.set(index, deltas)
      blocks.push({ start: event, deltas })
    } else if (isDelta(event)) {
      const deltas = current.get(index)
      if (deltas === undefined) current.set(index, [event])
      else deltas.push(event)
    }
  }
  return blocks
}
