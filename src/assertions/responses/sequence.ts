/** The numbers and names of the events of a stream. */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, unsaid } from '../outcome.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import { onEvents, locationOf, type StreamEvent } from './events.ts'

interface Numbered {
  readonly event: StreamEvent
  readonly number: unknown
}

/** Events without a number are left to the schema: some servers send keep-alives without one. */
function numbered(events: readonly StreamEvent[]): readonly Numbered[] {
  return events
    .map((event) => ({ event, number: event.json['sequence_number'] }))
    .filter(({ number }) => number !== undefined)
}

const sequence = defineAssertion({
  name: 'response-sequence',
  about: 'Each sequence_number is one more than that of the event before it.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onEvents((_, events) => {
    const all = numbered(events)
    if (all.length === 0) return unsaid('No event has a sequence_number.')
    return judged([all.map((one, rank) => gap(all[rank - 1], one)).find(Boolean)])
  }),
})

function gap(before: Numbered | undefined, { event, number }: Numbered): Finding | undefined {
  const due = before === undefined ? number : Number(before.number) + 1
  if (number === due) return undefined
  const message = `The sequence_number of event ${event.item} does not follow the one before it.`
  const at = locationOf(event, '/sequence_number')
  return finding('responses.sequence-gap', message, String(due), excerpt(number), at)
}

const sequenceStart = defineAssertion({
  name: 'response-sequence-start',
  about: 'The first sequence_number is 0.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onEvents((_, events) => {
    const [first] = numbered(events)
    if (first === undefined) return unsaid('No event has a sequence_number.')
    if (first.number === 0) return judged([])
    const message = 'The first sequence_number is not 0.'
    const at = locationOf(first.event, '/sequence_number')
    return judged([finding('responses.sequence-start', message, '0', excerpt(first.number), at)])
  }),
})

/** Servers that send no `event:` line leave SSE's default, `message`. */
const eventNames = defineAssertion({
  name: 'response-event-names',
  about: 'An event with an event: line names its type there.',
  args: z.literal(true),
  reads: { body: 'neither', invented: 'framing' },
  judge: onEvents((_, events, { observation }) => {
    const wrong = events.find((event) => {
      const name = observation.items[event.item]?.name ?? 'message'
      return name !== 'message' && name !== event.type
    })
    if (wrong === undefined) return judged([])
    const message = `Event ${wrong.item} has one name in its event: line and another in its type.`
    const expected = `event: ${wrong.type}`
    const received = `event: ${observation.items[wrong.item]?.name}`
    return judged([finding('responses.event-name', message, expected, received, locationOf(wrong))])
  }),
})

export const sequenceAssertions: readonly Assertion[] = [sequence, sequenceStart, eventNames]
