/** `response-items` and `response-parts`: what a stream is made of, in its order. */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../../assertion.ts'
import { judged, passed } from '../../outcome.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import { hasFinished, onEvents, locationOf } from '../events.ts'
import type { Item } from './item.ts'
import { trackOf } from './track.ts'

const responseItems = defineAssertion({
  name: 'response-items',
  about:
    'Each output item is announced once, with output_index 0, 1, 2 …, and done once; every other event names an open item.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onEvents((_, events, { observation }) => {
    const { items, itemFindings } = trackOf(observation)
    const open = hasFinished(events, observation)
      ? items.filter(({ done }) => done === undefined)
      : []
    return judged([...itemFindings.values(), ...open.slice(0, 1).map(notDone)])
  }),
})

const responseParts = defineAssertion({
  name: 'response-parts',
  about:
    'Each content part is announced before its deltas and done after them; each text gets one done event.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onEvents((_, _events, { observation }) => {
    const { items, partFindings } = trackOf(observation)
    if (items.length === 0) return passed('The stream has no item.')
    return judged([...partFindings.values()])
  }),
})

export const itemAssertions: readonly Assertion[] = [responseItems, responseParts]

function notDone({ index, added }: Item): Finding {
  const message = `Item ${index} is never done, though the response is.`
  const expected = `response.output_item.done with output_index ${index}`
  return finding('responses.item-not-done', message, expected, 'none', locationOf(added))
}
