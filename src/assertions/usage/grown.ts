/** `prompt-grown`: what a quoted answer adds to the prompt, against what it counted when it was written. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { finding } from '../../model/findings/finding.ts'
import { judged, onReply, unsaid } from '../outcome.ts'

/** What a short turn and the frames of two turns take, in tokens of any tokenizer. */
const besideTheAnswer = 40

const grownArgs = z.strictObject({
  /** The step whose answer the prompt quotes. */
  by: z.string(),
  /** Greatest quotient of what the answer adds and of its completion tokens. */
  most: z.number().min(1),
})

export const promptGrown = defineAssertion<z.infer<typeof grownArgs>>({
  name: 'prompt-grown',
  about:
    'The prompt has grown by no more tokens than the answer of that step, which it quotes, was counted with.',
  args: grownArgs,
  reads: { body: 'neither', steps: true },
  judge: onReply(({ by, most }, { usage }, { steps }) => {
    const quoted = steps.get(by)?.[0]?.reply?.usage
    const prompt = usage?.prompt
    if (prompt === undefined) return unsaid('The reply gives no prompt tokens.')
    if (quoted?.prompt === undefined || quoted.completion === undefined) {
      return unsaid(`Step ${by} gives no prompt or completion tokens.`)
    }
    const grown = prompt - quoted.prompt
    const limit = Math.floor(quoted.completion * most) + besideTheAnswer
    if (grown <= limit) return judged([])
    const message = 'An answer counts more in the prompt that quotes it than when it was written.'
    const expected = `at most ${limit} prompt tokens more than step ${by}, whose answer has ${quoted.completion}`
    return judged([finding('usage.prompt', message, expected, `${grown} more`)])
  }),
})
