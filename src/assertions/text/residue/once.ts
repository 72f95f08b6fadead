/** `said-once`: the whole answer is not given twice, and its reasoning is not given with it. */
import { z } from 'zod'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import type { Choice } from '../../../model/observation.ts'
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { requestText } from '../../evidence/request-texts.ts'
import { judged, onReply, passed } from '../../outcome.ts'
import { withoutTagged } from '../tagged.ts'

/** Characters of a text that no model writes twice without anything between, and with white space between. */
const least = { glued: 20, apart: 200 }

export const answeredOnce = defineAssertion({
  name: 'said-once',
  about: 'An answer that is complete is not one text twice.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'pass' },
  judge: onReply((_, reply, { observation }) => {
    // A model that repeats itself without end is cut by a limit.
    if (reply.ending !== 'stop') return passed()
    const asked = requestText(observation)
    return judged(reply.choices.map((choice) => doubled(choice, asked)))
  }),
})

function doubled({ index, text }: Choice, asked: string): Finding | undefined {
  const half = gluedHalf(text) ?? halfApart(text.trim())
  // Who sends the text itself may ask for it twice.
  if (half === undefined || asked.includes(half.trim())) return undefined
  return finding(
    'text.doubled',
    `The answer of choice ${index} is one text twice.`,
    'the text once',
    `${excerpt(half, 100)} twice`,
  )
}

function gluedHalf(text: string): string | undefined {
  const half = text.slice(0, text.length / 2)
  const isText = half.length >= least.glued && half === half.trim() && isVaried(half)
  return isText && text.endsWith(half) && text.length % 2 === 0 ? half : undefined
}

function halfApart(text: string): string | undefined {
  const half = text.slice(0, text.length / 2).trimEnd()
  const isTwice = half.length >= least.apart && text.endsWith(half)
  const between = text.slice(half.length, text.length - half.length)
  return isTwice && between.trim() === '' && isVaried(half) ? half : undefined
}

/** Of one word, or a row of dots, again and again, any half is the same text. */
function isVaried(text: string): boolean {
  return new Set(text).size >= 8
}

/** Shorter thoughts may be repeated by chance. */
const leastThought = 40

export const reasoningApart = defineAssertion({
  name: 'reasoning-apart',
  about: 'The text of an answer does not hold the reasoning that stands in a member of its own.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onReply((_, { choices }) => judged(choices.map(repeatedReasoning))),
})

function repeatedReasoning({ index, rawText, reasoning }: Choice): Finding | undefined {
  const thought = reasoning.trim()
  // Tags are judged by themselves.
  const text = withoutTagged(rawText).trim()
  // A thought that is the answer itself is a draft of it.
  if (thought.length < leastThought || text === thought || !text.includes(thought)) return undefined
  return finding(
    'text.reasoning-repeated',
    `The answer of choice ${index} holds its reasoning, which stands in a member of its own, too.`,
    'the answer alone',
    excerpt(rawText),
  )
}
