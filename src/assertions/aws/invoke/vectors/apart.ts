/** `vectors-apart`: vectors of InvokeModel that depend on the text. */
import { z } from 'zod'
import { defineAssertion } from '../../../assertion.ts'
import { collapsed, likeness } from '../../../embeddings/vectors.ts'
import { finding } from '../../../../model/findings/finding.ts'
import { judged, unsaid } from '../../../outcome.ts'
import { floatsOf } from './floats.ts'

/** More than a request can ask for: each vector is compared with those before it. */
const mostCompared = 128

export const vectorsApart = defineAssertion({
  name: 'vectors-apart',
  about:
    'Texts that have nothing in common have different vectors: those of a batch, or of another step.',
  args: z.union([z.literal(true), z.strictObject({ from: z.string() })]),
  reads: { body: 'neither', steps: true },
  judge: (args, { observation, steps }) => {
    const own = floatsOf(observation).slice(0, mostCompared)
    const others = args === true ? own : (steps.get(args.from) ?? []).flatMap(floatsOf)
    if (own.length === 0 || others.length === 0) return unsaid('A vector cannot be read.')
    return judged(
      own.map((vector, at) => {
        const before = args === true ? others.slice(0, at) : others
        const twin = before.findIndex((other) => likeness(vector, other) >= collapsed)
        if (twin < 0) return undefined
        const message = 'Different texts have the same vector.'
        const received = args === true ? `that of text ${twin}` : `that of step ${args.from}`
        return finding('embeddings.alike', message, 'a vector of its own', received)
      }),
    )
  },
})
