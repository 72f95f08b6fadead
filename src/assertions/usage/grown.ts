/** `prompt-grown`: what a quoted answer adds to the prompt, against what it counted when it was written. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import { judged, onReply, unsaid } from '../outcome.ts'
import { leastOf } from './least.ts'

/** What a short turn and the frames of two turns take, in tokens of any tokenizer. */
const besideTheAnswer = 40

/** Families whose models do not reason unless they are asked to: what they wrote is what was counted. */
const plain = ['claude', 'llama', 'llama-vision', 'nova']

/** The least quotient there; what a text adds differs from what it counted by a few tokens. */
const leastQuotient = 0.6

const grownArgs = z.strictObject({
  /** The step whose answer the prompt quotes. */
  by: z.string(),
  /** Greatest quotient of what the answer adds and of its completion tokens. */
  most: z.number().min(1),
})

type GrownArgs = z.infer<typeof grownArgs>

export const promptGrown = defineAssertion<GrownArgs>({
  name: 'prompt-grown',
  about:
    'The prompt has grown by the answer of that step, which it quotes, and by as many tokens as that answer was counted with, or fewer where the model may have reasoned.',
  args: grownArgs,
  reads: { body: 'neither', steps: true },
  judge: onReply(({ by, most }, { usage }, { steps, cell }) => {
    const answer = steps.get(by)?.[0]?.reply
    const quoted = answer?.usage
    const prompt = usage?.prompt
    if (prompt === undefined) return unsaid('The reply gives no prompt tokens.')
    if (quoted?.prompt === undefined || quoted.completion === undefined) {
      return unsaid(`Step ${by} gives no prompt or completion tokens.`)
    }
    // What a filter took away was counted, and is not quoted.
    if (answer?.ending === 'filter') return unsaid(`The answer of step ${by} was declined.`)
    const grown = prompt - quoted.prompt
    const isPlain = plain.includes(cell.family) && answer?.reasoning === ''
    return judged([
      lost(grown, leastOf([answer?.text ?? '']), by) ??
        (isPlain ? overcounted(grown, quoted.completion, by) : undefined),
      longer(grown, quoted.completion, { by, most }),
    ])
  }),
})

function lost(grown: number, least: number, by: string): Finding | undefined {
  if (grown >= least) return undefined
  const message = 'The prompt that quotes an answer is hardly longer than without it.'
  const expected = `at least ${least} prompt tokens more than step ${by}`
  return finding('usage.prompt', message, expected, `${grown} more`)
}

function overcounted(grown: number, completion: number, by: string): Finding | undefined {
  if (grown >= completion * leastQuotient) return undefined
  const message =
    'An answer was counted with more tokens than it adds to the prompt that quotes it.'
  const expected = `about ${grown}, as it adds to the prompt`
  return finding('usage.completion', message, expected, `${completion} in step ${by}`)
}

function longer(grown: number, completion: number, { by, most }: GrownArgs): Finding | undefined {
  const limit = Math.floor(completion * most) + besideTheAnswer
  if (grown <= limit) return undefined
  const message = 'An answer counts more in the prompt that quotes it than when it was written.'
  const expected = `at most ${limit} prompt tokens more than step ${by}, whose answer has ${completion}`
  return finding('usage.prompt', message, expected, `${grown} more`)
}
