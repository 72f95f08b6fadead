/** `alternatives-differ`: those of one position are tokens that exclude each other. */
import { z } from 'zod'
import { finding } from '../../../model/findings/finding.ts'
import { objectsOf, type Members } from '../../../model/json/shape.ts'
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { judged, onReply, unsaid } from '../../outcome.ts'
import { tokensOf, type Token } from './logprobs.ts'

export const alternativesDiffer = defineAssertion({
  name: 'alternatives-differ',
  about: 'The alternatives of most tokens are not one token several times.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onReply((_, __, { observation }) => {
    const tokens = tokensOf(observation).filter(({ json }) => topsOf(json).length > 1)
    if (tokens.length === 0) return unsaid('The reply has no alternatives of a token.')
    // Some tokenizers have two tokens for one text, which now and then stand side by side.
    const wrong = tokens.filter(isRepeated)
    const [first] = wrong
    if (first === undefined || wrong.length * 2 <= tokens.length) return judged([])
    const message = 'The alternatives of a token are one token several times.'
    const received = topsOf(first.json).map(({ token }) => excerpt(token))
    return judged([
      finding('logprobs.repeated', message, 'different tokens', received.join(', '), first.at),
    ])
  }),
})

function topsOf(json: Members): readonly Members[] {
  return objectsOf(json['top_logprobs'])
}

function isRepeated({ json }: Token): boolean {
  const names = topsOf(json).map(({ token, bytes }) => JSON.stringify([token, bytes]))
  return new Set(names).size < names.length
}
