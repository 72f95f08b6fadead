/** `reasons-as`: a stream brings the reasoning that the whole answer has. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { finding } from '../../model/findings/finding.ts'
import type { Observation } from '../../model/observation.ts'
import { judged, passed, unsaid, whyNoReply } from '../outcome.ts'

export const reasonsAs = defineAssertion({
  name: 'reasons-as',
  about: 'The answer has reasoning where that of another step has some.',
  args: z.strictObject({ as: z.string() }),
  reads: { body: 'neither', steps: true },
  judge: ({ as }, { observation, steps }) => {
    const { reply } = observation
    const other = (steps.get(as) ?? []).find((one) => one.reply !== undefined)
    if (reply === undefined) return unsaid(whyNoReply(observation))
    if (other === undefined) return unsaid(`Step ${as} has no reply.`)
    if (!reasons(other)) return passed(`The answer of step ${as} has no reasoning.`)
    if (reasons(observation) || reply.ending === 'filter') return passed()
    const message = 'The stream has no reasoning, unlike the whole answer to the same request.'
    return judged([
      finding('text.reasoning-lost', message, 'reasoning in the stream, too', 'text alone'),
    ])
  },
})

/** Reasoning that is redacted or encrypted has no text: a block of Converse, an item of a response. */
const marked = /"reasoningContent"|"type"\s*:\s*"reasoning"/u

/** Whether there is any, be it without a text or beside it. */
function reasons({ reply, items, body }: Observation): boolean {
  return (
    reply?.choices.some(({ reasoning }) => reasoning !== '') === true ||
    items.some(({ text }) => marked.test(text)) ||
    marked.test(body?.text ?? '')
  )
}
