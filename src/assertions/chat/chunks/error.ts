/** How a stream tells that it failed half-way. */
import { z } from 'zod'
import { defineAssertion } from '../../assertion.ts'
import { chunksOf, completionChunks } from '../../evidence/evidence.ts'
import { isObject } from '../../../model/json/shape.ts'
import { choiceParts } from './choices.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { judged, onResponse, passed } from '../../outcome.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import type { Observation } from '../../../model/observation.ts'

/** The official SDKs raise what stands in `error` of an event's data, and only that. */
export const streamError = defineAssertion({
  name: 'stream-error',
  about:
    'A stream that fails sends an event with an error object, and does not pretend to finish. `when-seen` asks that only of a stream with such an event.',
  args: z.union([z.literal(true), z.literal('when-seen')]),
  reads: { body: 'neither' },
  judge: onResponse((args, _response, { observation }) => {
    const isSeen = chunksOf(observation).some(({ json }) => (json['error'] ?? null) !== null)
    if (args === 'when-seen' && !isSeen) return passed()
    return judged([errorFinding(observation), pretence(observation)])
  }),
})

function errorFinding(observation: Observation): Finding | undefined {
  const chunk = chunksOf(observation).find(({ json }) => (json['error'] ?? null) !== null)
  const expected = 'an event with {"error":{"message":…}}'
  if (chunk === undefined) {
    const last = observation.items.at(-1)
    const message = 'The stream broke off without saying why.'
    return finding('chunk.error-missing', message, expected, excerpt(last?.text))
  }
  const { error } = chunk.json
  if (isObject(error) && typeof error['message'] === 'string' && error['message'] !== '') {
    return undefined
  }
  const message = `The error in event ${chunk.item} has no message.`
  return finding('chunk.error-shape', message, expected, excerpt(chunk.json), {
    item: chunk.item,
    byte: chunk.byte,
    pointer: '/error',
  })
}

function pretence(observation: Observation): Finding | undefined {
  const parts = choiceParts(completionChunks(observation))
  const end = parts.find(({ json }) => (json['finish_reason'] ?? null) !== null)
  if (end === undefined) return undefined
  const message = `Choice ${end.choice} of a failed stream has a finish_reason.`
  const received = excerpt(end.json['finish_reason'])
  return finding('chunk.finish-after-error', message, 'no finish_reason', received, end.at)
}
