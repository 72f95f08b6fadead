/** `no-logprobs-unasked`: log probabilities come where they were asked for (CreateChatCompletionRequest). */
import { z } from 'zod'
import { finding } from '../../../model/findings/finding.ts'
import { defineAssertion } from '../../assertion.ts'
import { requestBody } from '../../evidence/evidence.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { judged, onReply, passed } from '../../outcome.ts'
import { tokensOf } from './logprobs.ts'

export const noLogprobsUnasked = defineAssertion({
  name: 'no-logprobs-unasked',
  about: 'A reply has no log probabilities where the request does not ask for them.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'neither' },
  judge: onReply((_, __, { observation }) => {
    if (requestBody(observation)?.['logprobs'] === true) {
      return passed('Log probabilities were asked for.')
    }
    const [first] = tokensOf(observation)
    if (first === undefined) return passed()
    const message = 'The reply has log probabilities that the request does not ask for.'
    return judged([finding('logprobs.unasked', message, 'none', excerpt(first.json), first.at)])
  }),
})
