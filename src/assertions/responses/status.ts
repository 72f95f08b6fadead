/** The status of a response against everything that depends on it. */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../assertion.ts'
import { requestBody } from '../evidence/evidence.ts'
import { isObject, listOf, type Members } from '../../model/json/shape.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, passed } from '../outcome.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import { eventsOf, lifecycle, locationOf, responseIn, type StreamEvent } from './events.ts'
import { onResponseObject, type ResponseObject } from './subject.ts'

/** Which status a response has in the events that carry it. */
const statusOf: Readonly<Record<(typeof lifecycle)[number], readonly string[]>> = {
  'response.created': ['queued', 'in_progress'],
  'response.queued': ['queued'],
  'response.in_progress': ['in_progress'],
  'response.completed': ['completed'],
  'response.incomplete': ['incomplete'],
  'response.failed': ['failed'],
}

const responseStatus = defineAssertion({
  name: 'response-status',
  about:
    'status agrees with the event that carries the response, with error and with incomplete_details.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onResponseObject((_, response, { observation }) =>
    judged([...eventsOf(observation).map(wrongEvent), ...details(response)]),
  ),
})

function wrongEvent(event: StreamEvent): Finding | undefined {
  const name = lifecycle.find((one) => one === event.type)
  const status = responseIn(event)?.['status']
  if (name === undefined || (status ?? null) === null) return undefined
  const due = statusOf[name]
  if (due.includes(String(status))) return undefined
  const message = `The response in ${name} has status ${String(status)}.`
  const at = locationOf(event, '/response/status')
  return finding('responses.status-event', message, due.join(' or '), excerpt(status), at)
}

function details({ json, at }: ResponseObject): readonly (Finding | undefined)[] {
  const { status, error, incomplete_details: incomplete } = json
  const reason = isObject(incomplete) ? (incomplete['reason'] ?? null) : null
  const isLive = status !== 'failed' && status !== 'cancelled' && (status ?? null) !== null
  return [
    isLive && (error ?? null) !== null
      ? contradiction(`status is ${String(status)}, with an error.`, 'null', error, at('/error'))
      : undefined,
    status === 'failed' && !isObject(error)
      ? contradiction('status is failed, without an error.', '{code, message}', error, at('/error'))
      : undefined,
    status === 'completed' && reason !== null
      ? contradiction(
          'status is completed, with incomplete_details.',
          'null',
          incomplete,
          at('/incomplete_details'),
        )
      : undefined,
    status === 'incomplete' && reason === null
      ? contradiction(
          'status is incomplete, without a reason.',
          '{reason}',
          incomplete,
          at('/incomplete_details'),
        )
      : undefined,
  ]
}

function contradiction(
  message: string,
  expected: string,
  received: unknown,
  at: Finding['at'],
): Finding {
  return finding('responses.status-details', `The ${message}`, expected, excerpt(received), at)
}

/** A reply that still goes on must have been asked for as one. */
const responseFinished = defineAssertion({
  name: 'response-finished',
  about: 'A response that was not asked for in the background is finished.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'pass' },
  judge: onResponseObject((_, { json, at }, { observation }) => {
    const { status } = json
    const isOpen = status === 'queued' || status === 'in_progress'
    if (!isOpen) return passed()
    if (observation.exchange.request.method !== 'POST') return passed('It was asked for again.')
    if (requestBody(observation)?.['background'] === true) return passed('In the background.')
    const message = 'The response is not finished, though it was not asked for in the background.'
    const expected = 'completed, incomplete or failed'
    return judged([
      finding('responses.status-unfinished', message, expected, excerpt(status), at('/status')),
    ])
  }),
})

/** A token limit may fall between two items, and some servers call the last item complete (OGX). */
const itemStatus = defineAssertion({
  name: 'response-item-status',
  about:
    'Items of a completed response are not in progress or incomplete. `cut` asks that the message at the end of an incomplete response is incomplete.',
  args: z.enum(['finished', 'cut']),
  reads: { body: 'neither' },
  judge: onResponseObject((which, response) => {
    const items = listOf(response.json['output']).filter(isObject)
    if (which === 'cut') return judged([cutItem(response, items)])
    if (response.json['status'] !== 'completed') return passed('The response is not completed.')
    return judged(items.map((item, index) => unfinishedItem(response, item, index)))
  }),
})

/** Calls of programmatic tool calling stay in progress until their program goes on. */
function unfinishedItem(
  { at }: ResponseObject,
  { type, status, caller }: Members,
  index: number,
): Finding | undefined {
  const isWritten = ['message', 'reasoning', 'function_call'].includes(String(type))
  if (!isWritten || (caller ?? null) !== null) return undefined
  if (status !== 'in_progress' && status !== 'incomplete') return undefined
  const message = `Item ${index} of a completed response is ${status}.`
  const pointer = at(`/output/${index}/status`)
  return finding('responses.item-status', message, 'completed', excerpt(status), pointer)
}

function cutItem({ json, at }: ResponseObject, items: readonly Members[]): Finding | undefined {
  const last = items.at(-1)
  if (json['status'] !== 'incomplete' || last?.['type'] !== 'message') return undefined
  if (last['status'] !== 'completed') return undefined
  const message = 'The response is incomplete, and the message at its end is completed.'
  const pointer = at(`/output/${items.length - 1}/status`)
  return finding('responses.item-status', message, 'incomplete', '"completed"', pointer)
}

export const statusAssertions: readonly Assertion[] = [responseStatus, responseFinished, itemStatus]
