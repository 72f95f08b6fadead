/** How many choices a reply has (CreateChatCompletionRequest, n). */
import { z } from 'zod'
import { defineAssertion } from '../../assertion.ts'
import { requestBody } from '../../evidence/evidence.ts'
import { judged, onReply } from '../../outcome.ts'
import type { Observation } from '../../../model/observation.ts'
import { finding } from '../../../model/findings/finding.ts'

export const choices = defineAssertion({
  name: 'choices',
  about:
    'The reply has this many choices, or as many as the request’s n, with the indices 0, 1, 2 and so on.',
  args: z.union([z.number().int().positive(), z.literal('as-asked')]),
  reads: { body: 'neither', request: 'neither' },
  judge: onReply((args, reply, { observation }) => {
    const wanted = args === 'as-asked' ? asked(observation) : args
    const given = reply.choices.map(({ index }) => index)
    const at = { pointer: '/choices' }
    if (given.length !== wanted) {
      const message = `The reply has ${given.length} choice(s).`
      const received = `indices ${given.join(', ') || 'none'}`
      return judged([finding('choices.count', message, String(wanted), received, at)])
    }
    const wished = given.map((_, index) => index)
    if (wished.every((index) => given.includes(index))) return judged([])
    const message = 'The choices are not numbered from 0.'
    return judged([finding('choices.index', message, wished.join(', '), given.join(', '), at)])
  }),
})

/** One, unless the request says otherwise. */
function asked(observation: Observation): number {
  const n = requestBody(observation)?.['n']
  return typeof n === 'number' ? n : 1
}
