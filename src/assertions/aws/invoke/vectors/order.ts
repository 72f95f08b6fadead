/** `batch-order`: where a batch of Cohere Embed holds the vector of a text that was embedded alone. */
import { z } from 'zod'
import { defineAssertion } from '../../../assertion.ts'
import { likeness } from '../../../embeddings/vectors.ts'
import { finding } from '../../../../model/findings/finding.ts'
import { judged, passed, unsaid } from '../../../outcome.ts'
import { floatsOf } from './floats.ts'

const orderArgs = z.strictObject({
  /** The step that embedded one text of the batch alone. */
  of: z.string(),
  /** Position of that text in the batch, from 0. */
  at: z.number().int().min(0),
})

export const batchOrder = defineAssertion({
  name: 'batch-order',
  about: 'Of the vectors of a batch, the nearest to that of a text alone is the one of that text.',
  args: orderArgs,
  reads: { body: 'neither', steps: true },
  judge: ({ of, at }, { observation, steps }) => {
    const batch = floatsOf(observation)
    const [alone] = (steps.get(of) ?? []).flatMap(floatsOf)
    if (alone === undefined || batch.length <= at) return unsaid('A vector cannot be read.')
    const near = batch.map((vector) => likeness(vector, alone))
    if (Number.isNaN(near[at])) return unsaid('The vectors cannot be compared.')
    const nearest = near.reduce(
      (best, value, index) => (value > (near[best] ?? 0) ? index : best),
      at,
    )
    if (nearest === at) return passed()
    const message = 'The embeddings of a batch are not in the order of its texts.'
    const expected = `the vector of step ${of} at ${at}`
    return judged([finding('embeddings.order', message, expected, `it is at ${nearest}`)])
  },
})
