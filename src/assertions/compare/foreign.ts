/** Whether conversations stay apart. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { around } from '../evidence/excerpt.ts'
import { judged, unsaid, whyNoResponse } from '../outcome.ts'
import { finding } from '../../model/findings/finding.ts'

const foreignArgs = z.union([
  z.literal(true),
  z.strictObject({
    /** Texts of this conversation; every other nonce of the case is foreign. */
    own: z.array(z.string()).optional(),
    /** Foreign texts, when they are not all nonces but the own ones. */
    foreign: z.array(z.string().min(1)).min(1).optional(),
  }),
])

/** Answers that crossed between parallel users: ogx#3924. What was sent is never foreign. */
export const noForeign = defineAssertion({
  name: 'no-foreign',
  about: 'Nothing that only another conversation said stands in the response.',
  args: foreignArgs,
  reads: { body: 'neither', request: 'pass' },
  judge: (args, { observation, values, everyValues = [values] }) => {
    const { body, reply, exchange } = observation
    if (body === undefined) return unsaid(whyNoResponse(observation))
    const sent = new TextDecoder().decode(exchange.request.body)
    const { own = [], foreign } = args === true ? {} : args
    const all = foreign ?? everyValues.flatMap(nonces).filter((nonce) => !own.includes(nonce))
    const suspects = [...new Set(all)].filter(
      (text) => foreign !== undefined || !sent.includes(text),
    )
    if (suspects.length === 0) return unsaid('No other conversation said anything of its own.')
    // the reply joins what a stream cut; the body has what is no part of the reply
    const heard = `${reply?.rawText ?? ''}\n${reply?.reasoning ?? ''}\n${body.text}`
    return judged(
      suspects
        .filter((text) => heard.includes(text))
        .map((text) =>
          finding(
            'isolation.foreign',
            `The response holds "${text}", which only another conversation said.`,
            'nothing of other conversations',
            around(heard, heard.indexOf(text), text.length),
          ),
        ),
    )
  },
})

function nonces(values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values)
    .filter(([name]) => name.startsWith('nonce.'))
    .map(([, value]) => value)
}
