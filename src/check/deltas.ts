/** What a delta is: the text that is new. */
import { z } from 'zod'
import { defineAssertion } from './assertion.ts'
import { excerpt } from './excerpt.ts'
import { finding, judged, onReply, passed } from './outcome.ts'
import type { Delta } from '../data/observation.ts'

/** A text that grows so often by nothing but repeating itself is no accident of language. */
const growths = 4

/** Common to gateways that pass on the state of a stream in place of its changes. */
export const deltasAdd = defineAssertion({
  name: 'deltas-add',
  about: 'A delta brings what is new, and does not repeat all the text before it.',
  args: z.literal(true),
  judge: onReply((_, { deltas }) => {
    const grown = firstGrown(deltas.filter(({ text }) => text !== ''))
    if (grown === undefined) return passed()
    const message = 'The deltas repeat the whole text again and again.'
    const received = `a delta that begins with the ${growths} before it: ${excerpt(grown.text, 100)}`
    return judged([
      finding('chunk.cumulative', message, 'only what is new in each', received, {
        item: grown.item,
      }),
    ])
  }),
})

/** The delta that ends a row of deltas of one choice, each longer than and beginning with the last. */
function firstGrown(deltas: readonly Delta[]): Delta | undefined {
  const rows = new Map<number, { readonly last: Delta; readonly length: number }>()
  for (const delta of deltas) {
    const row = rows.get(delta.choice)
    const grows =
      row !== undefined &&
      delta.text.length > row.last.text.length &&
      delta.text.startsWith(row.last.text)
    const length = grows ? row.length + 1 : 0
    if (length >= growths) return delta
    rows.set(delta.choice, { last: delta, length })
  }
  return undefined
}
