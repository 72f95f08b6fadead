/** `top-logprobs-sum`: the alternatives of one position exclude each other, so that they share a probability of 1. */
import { z } from 'zod'
import { finding } from '../../../model/findings/finding.ts'
import { objectsOf } from '../../../model/json/shape.ts'
import { defineAssertion } from '../../assertion.ts'
import { judged, onReply, unsaid } from '../../outcome.ts'
import { tokensOf, type Token } from './logprobs.ts'

/** 1, and what half precision adds to it. */
const most = 1.01

export const topLogprobsSum = defineAssertion({
  name: 'top-logprobs-sum',
  about:
    'The probabilities of the alternatives of each position are natural logarithms, and together 1 at most.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onReply((_, __, { observation }) => {
    const tokens = tokensOf(observation)
    if (tokens.length === 0) return unsaid('The reply has no log probabilities.')
    const above = tokens.find((token) => sumOf(token) > most)
    if (above === undefined) return judged([])
    const message = 'The alternatives of a token are together more probable than 1.'
    const received = sumOf(above).toFixed(3)
    return judged([finding('logprobs.sum', message, `at most ${most}`, received, above.at)])
  }),
})

function sumOf({ json }: Token): number {
  const values = objectsOf(json['top_logprobs']).map(({ logprob }) => logprob)
  return values.reduce<number>(
    (sum, value) => sum + (typeof value === 'number' ? Math.exp(value) : 0),
    0,
  )
}
