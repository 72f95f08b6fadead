/** `choices-filled`: what a reply has for one choice, it has for each. */
import { z } from 'zod'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import type { Choice } from '../../../model/observation.ts'
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { judged, onReply, unsaid } from '../../outcome.ts'

/**
 * A limit may end a choice within reasoning that the server hides, and a filter may empty one: where
 * another choice shows its reasoning, the server hides none.
 */
export const choicesFilled = defineAssertion({
  name: 'choices-filled',
  about: 'Where one choice has text, reasoning or calls, each has.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onReply((_, { choices }) => {
    const empty = choices.filter((choice) => !isFilled(choice))
    if (empty.length === choices.length) return unsaid('No choice has any text.')
    const isShown = choices.some(({ reasoning }) => reasoning !== '')
    return judged(
      empty
        .filter(({ finish }) => finish === 'stop' || (finish === 'length' && isShown))
        .map(emptyFinding),
    )
  }),
})

function isFilled({ rawText, reasoning, toolCalls }: Choice): boolean {
  return rawText.trim() !== '' || reasoning !== '' || toolCalls.length > 0
}

function emptyFinding({ index, rawText, finish }: Choice): Finding {
  const message = `Choice ${index} is empty, and another is not.`
  const received = `${excerpt(rawText)}, ended by ${finish}`
  return finding('text.empty', message, 'some text', received, { pointer: `/choices/${index}` })
}
