/** `embedding-usage`: the tokens of the input are counted, and nothing is added to them. */
import { z } from 'zod'
import { finding, type Finding } from '../../model/findings/finding.ts'
import type { Observation } from '../../model/observation.ts'
import { defineAssertion } from '../assertion.ts'
import { judged, onReply } from '../outcome.ts'
import { askedOf, counted } from './vectors.ts'

export const embeddingUsage = defineAssertion({
  name: 'embedding-usage',
  about: 'Each input counts at least one token, and the total is what the input has.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'violation' },
  judge: onReply((_, _reply, { observation }) =>
    judged([promptFinding(observation), totalFinding(observation)]),
  ),
})

/** Types are the schema's affair. */
function promptFinding(observation: Observation): Finding | undefined {
  const prompt = counted(observation, 'prompt_tokens')
  const least = askedOf(observation)?.count ?? 1
  if (typeof prompt !== 'number' || prompt >= least) return undefined
  const message = 'Fewer tokens are counted than the request has inputs.'
  const at = { pointer: '/usage/prompt_tokens' }
  return finding('embeddings.tokens', message, `${least} or more`, `${prompt}`, at)
}

/** vLLM adds `completion_tokens`, which is 0. */
function totalFinding(observation: Observation): Finding | undefined {
  const prompt = counted(observation, 'prompt_tokens')
  const total = counted(observation, 'total_tokens')
  const generated = counted(observation, 'completion_tokens') ?? 0
  if (typeof prompt !== 'number' || typeof total !== 'number' || typeof generated !== 'number') {
    return undefined
  }
  if (total === prompt + generated) return undefined
  const message = 'total_tokens is not the sum of what was read and generated.'
  const at = { pointer: '/usage/total_tokens' }
  return finding('embeddings.total', message, `${prompt + generated}`, `${total}`, at)
}
