/** `unreasoned`: a completion that was asked for with the effort none has no reasoning. */
import { z } from 'zod'
import { defineAssertion } from '../../assertion.ts'
import { completionChunks, requestBody } from '../../evidence/evidence.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { judged, onReply, passed } from '../../outcome.ts'
import { finding } from '../../../model/findings/finding.ts'
import { asObject } from '../../../model/json/shape.ts'
import type { Observation } from '../../../model/observation.ts'

/** A completion does not say which effort was used, so that one which the model lacks is refused. */
export const unreasoned = defineAssertion({
  name: 'unreasoned',
  about: 'A completion that was asked for with the effort none has no reasoning.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'violation' },
  judge: onReply((_, { reasoning }, { observation }) => {
    if (requestBody(observation)?.['reasoning_effort'] !== 'none') {
      return passed('Another effort was asked for.')
    }
    const message = 'The effort none was asked for and accepted, and the model reasoned.'
    if (reasoning.trim() !== '') {
      const received = excerpt(reasoning, 120)
      return judged([finding('text.reasoned', message, 'no reasoning', received)])
    }
    const tokens = reasoningTokens(observation)
    if (tokens === 0) return passed()
    return judged([finding('text.reasoned', message, '0 reasoning_tokens', String(tokens))])
  }),
})

/** 0 where the usage does not count them. */
function reasoningTokens(observation: Observation): number {
  const { body } = observation
  const json = body?.json ?? completionChunks(observation).at(-1)?.json
  const details = asObject(asObject(asObject(json)['usage'])['completion_tokens_details'])
  const tokens = details['reasoning_tokens']
  return typeof tokens === 'number' ? tokens : 0
}
