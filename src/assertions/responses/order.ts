/** How a Responses stream begins and ends. */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../assertion.ts'
import { isBare, whyEndUnseen } from '../evidence/evidence.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, unsaid } from '../outcome.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import type { StreamItem } from '../../model/observation.ts'
import { isTerminal, lifecycle, onEvents, locationOf, type StreamEvent } from './events.ts'

/** Events of no response: OpenAI's clients know the first, and others may come (Open Responses). */
function isOwn({ type }: StreamEvent): boolean {
  return type === 'error' || type.startsWith('response.')
}

const responseCreated = defineAssertion({
  name: 'response-created',
  about: 'The stream begins with one response.created, or with the error that kept it from that.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onEvents((_, events) => {
    const own = events.filter(isOwn)
    const created = own.filter(({ type }) => type === 'response.created')
    const [first] = own
    if (first?.type === 'error') return judged([repeated(created, 1)])
    return judged([notFirst(first, created[0]), repeated(created, 2)])
  }),
})

function notFirst(first?: StreamEvent, created?: StreamEvent): Finding | undefined {
  if (created !== undefined && created === first) return undefined
  const message = 'The stream does not begin with response.created.'
  const received = first === undefined ? 'no event of a response' : first.type
  const at = first === undefined ? undefined : locationOf(first, '/type')
  return finding('responses.created-missing', message, 'response.created first', received, at)
}

function repeated(created: readonly StreamEvent[], from: number): Finding | undefined {
  const again = created[from - 1]
  if (again === undefined) return undefined
  const message = `response.created comes ${created.length} times.`
  const at = locationOf(again, '/type')
  return finding('responses.created-repeated', message, 'once, as the first event', again.type, at)
}

const responseInProgress = defineAssertion({
  name: 'response-in-progress',
  about: 'One response.in_progress comes between response.created and the first item.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onEvents((_, events) => {
    const body = events.findIndex(({ type }) => isOwn({ type } as StreamEvent) && !isHead(type))
    const at = events.flatMap(({ type }, index) => (type === 'response.in_progress' ? index : []))
    const [first] = at
    if (first === undefined) return judged([noProgress(events[body === -1 ? 0 : body])])
    const late = at.find((index, rank) => rank > 0 || (body !== -1 && index > body))
    const event = late === undefined ? undefined : events[late]
    return judged([event === undefined ? undefined : lateProgress(event)])
  }),
})

/** Events that may come before the first item. */
function isHead(type: string): boolean {
  return ['response.created', 'response.queued', 'response.in_progress'].includes(type)
}

function noProgress(next: StreamEvent | undefined): Finding | undefined {
  // a stream that fails at once has not made any progress
  if (next === undefined || next.type === 'error' || next.type === 'response.failed') {
    return undefined
  }
  const message = 'The stream has no response.in_progress.'
  const expected = 'response.in_progress after response.created'
  return finding('responses.in-progress-missing', message, expected, next.type, locationOf(next))
}

function lateProgress(event: StreamEvent): Finding {
  const message = 'response.in_progress comes again, or after the first item.'
  const expected = 'once, before the first item'
  const received = `response.in_progress as event ${event.item}`
  return finding('responses.in-progress-late', message, expected, received, locationOf(event))
}

const responseTerminal = defineAssertion({
  name: 'response-terminal',
  about:
    'The stream ends with one terminal event or an error; only [DONE], and an error after a failure, may follow.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: orBare((_, events, { observation }) => {
    const ends = events.filter(isTerminal)
    const [end, second] = ends
    if (end === undefined) return withoutEnd(events, observation)
    if (second !== undefined) return judged([endsAgain(ends, second)])
    return judged([follows(end, observation.items)])
  }),
})

export const orderAssertions: readonly Assertion[] = [
  responseCreated,
  responseInProgress,
  responseTerminal,
]

/** A stream of [DONE] alone has ended, too. */
function orBare(judge: Parameters<typeof onEvents<true>>[0]): ReturnType<typeof onEvents<true>> {
  const onAny = onEvents(judge)
  return (args, input) => (isBare(input.observation) ? judge(args, [], input) : onAny(args, input))
}

function withoutEnd(
  events: readonly StreamEvent[],
  observation: Parameters<typeof whyEndUnseen>[0],
) {
  if (events.some(({ type }) => type === 'error')) return judged([])
  const unseen = whyEndUnseen(observation)
  if (unseen !== undefined) return unsaid(unseen)
  const message = 'The stream ended without a terminal event.'
  const expected = lifecycle.slice(-3).join(', ')
  const last = events.at(-1)
  const received = last === undefined ? 'no event' : `${last.type} as the last event`
  const at = last && locationOf(last)
  return judged([
    finding('responses.terminal-missing', message, `one of ${expected}`, received, at),
  ])
}

function endsAgain(ends: readonly StreamEvent[], second: StreamEvent): Finding {
  const message = `The stream has ${ends.length} terminal events.`
  const received = ends.map(({ type }) => type).join(', ')
  return finding(
    'responses.terminal-repeated',
    message,
    'exactly one',
    received,
    locationOf(second),
  )
}

/** Azure sends `error` after response.failed (maximhq/bifrost#6419). */
function follows(end: StreamEvent, items: readonly StreamItem[]): Finding | undefined {
  const allowed = (item: StreamItem): boolean =>
    item.kind === 'done' || (end.type === 'response.failed' && isErrorItem(item)) || isForeign(item)
  const stray =
    items.find((item) => item.index > end.item && !allowed(item)) ??
    items.find((item) => item.index < end.item && item.kind === 'done')
  if (stray === undefined) return undefined
  const message =
    stray.index > end.item
      ? `Event ${stray.index} follows ${end.type}.`
      : `[DONE] comes before ${end.type}.`
  const at = { item: stray.index, byte: stray.byte }
  const expected = `nothing after ${end.type} but [DONE]`
  return finding('responses.after-terminal', message, expected, excerpt(stray.text), at)
}

function typeOf({ json }: StreamItem): unknown {
  return (json as { type?: unknown } | null | undefined)?.type
}

function isErrorItem(item: StreamItem): boolean {
  return typeOf(item) === 'error'
}

/** A keep-alive may still come while the connection is closed. */
function isForeign(item: StreamItem): boolean {
  return typeOf(item) === 'keepalive'
}
