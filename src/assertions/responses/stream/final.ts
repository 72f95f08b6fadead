/** `response-final`: the response of the terminal event is what the stream built. */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../../assertion.ts'
import { listOf } from '../../../model/json/shape.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { judged, passed, unsaid } from '../../outcome.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import {
  hasFailed,
  isTerminal,
  onEvents,
  locationOf,
  responseIn,
  type StreamEvent,
} from '../events.ts'
import { itemDifference } from '../difference.ts'
import { itemIn } from './item.ts'
import { mostFindings, trackOf } from './track.ts'

const responseFinal = defineAssertion({
  name: 'response-final',
  about: 'The output of the terminal event is the list of items that were done, in their order.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onEvents((_, events, { observation }) => {
    const end = events.find(isTerminal)
    if (hasFailed(events)) return passed('The response failed.')
    if (end === undefined) return unsaid('The stream has no terminal event.')
    const done = trackOf(observation)
      .items.toSorted((one, other) => one.index - other.index)
      .flatMap((item) => (item.done === undefined ? [] : [item.done]))
    const output = listOf(responseIn(end)?.['output'])
    if (output.length !== done.length) return judged([otherCount(end, output, done)])
    const others = output.map((item, index) => otherItem(end, item, done[index], index))
    return judged(others.filter((one) => one !== undefined).slice(0, mostFindings))
  }),
})

export const finalAssertions: readonly Assertion[] = [responseFinal]

function otherCount(
  end: StreamEvent,
  output: readonly unknown[],
  done: readonly StreamEvent[],
): Finding {
  const message = `${end.type} has ${output.length} items, but ${done.length} were done.`
  const expected = `the ${done.length} items that were done`
  const at = locationOf(end, '/response/output')
  return finding('responses.final-count', message, expected, excerpt(output), at)
}

function otherItem(
  end: StreamEvent,
  item: unknown,
  done: StreamEvent | undefined,
  index: number,
): Finding | undefined {
  const difference = done && itemDifference(itemIn(done), item)
  if (difference === undefined) return undefined
  const { pointer, expected, received } = difference
  const message = `Item ${index} of ${end.type} differs from the item that was done.`
  const at = locationOf(end, `/response/output/${index}${pointer}`)
  return finding('responses.final-differs', message, excerpt(expected), excerpt(received), at)
}
