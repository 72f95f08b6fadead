/** `said-once`: no text is given twice, or begun twice, and the reasoning is not given with the answer. */
import { z } from 'zod'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import type { Choice, Observation } from '../../../model/observation.ts'
import { defineAssertion } from '../../assertion.ts'
import { choiceParts } from '../../chat/chunks/choices.ts'
import { firstGrown } from '../../chat/chunks/deltas.ts'
import { completionChunks } from '../../evidence/evidence.ts'
import { around, excerpt } from '../../evidence/excerpt.ts'
import { requestText } from '../../evidence/request-texts.ts'
import { judged, onReply, passed } from '../../outcome.ts'
import { withoutTagged } from '../tagged.ts'

/** Characters of a text that no model writes twice without anything between, and with white space between. */
const least = { glued: 20, apart: 200 }

export const answeredOnce = defineAssertion({
  name: 'said-once',
  about:
    'An answer that is complete is not one text twice and does not begin anew, and neither does its reasoning.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'pass' },
  judge: onReply((_, { ending, choices }, { observation }) => {
    // A model that repeats itself without end is cut by a limit.
    if (ending !== 'stop' && ending !== 'tool') return passed()
    const asked = requestText(observation)
    return judged([
      ...choices.map(({ index, text }) => repeated(`answer of choice ${index}`, text, asked)),
      grownReasoning(observation) ??
        choices
          .map((choice) =>
            repeated(`reasoning of choice ${choice.index}`, ownReasoning(choice), asked),
          )
          .find((found) => found !== undefined),
    ])
  }),
})

/** What stands in a member of its own; that in tags may be there as well, and is judged by itself. */
function ownReasoning({ rawText, text, reasoning }: Choice): string {
  return rawText === text ? reasoning : ''
}

function repeated(what: string, text: string, asked: string): Finding | undefined {
  const half = gluedHalf(text) ?? halfApart(text.trim())
  if (half === undefined) return begunTwice(what, text, asked)
  // Who sends the text itself may ask for it twice.
  if (asked.includes(half.trim())) return undefined
  const received = `${excerpt(half, 100)} twice`
  return finding('text.doubled', `The ${what} is one text twice.`, 'the text once', received)
}

/** No document has deltas of reasoning; clients join them as they do those of the text. */
function grownReasoning(observation: Observation): Finding | undefined {
  const parts = choiceParts(completionChunks(observation))
  const grown = firstGrown(
    parts.flatMap(({ choice, delta, chunk: { item } }) => {
      const text = delta['reasoning'] ?? delta['reasoning_content']
      return typeof text === 'string' ? [{ at: 0, choice, item, text }] : []
    }),
  )
  if (grown === undefined) return undefined
  return finding(
    'text.doubled',
    'The deltas of the reasoning repeat all of it again and again.',
    'only what is new in each',
    excerpt(grown.text, 100),
    { item: grown.item },
  )
}

/**
 * What a text begins with, twice: a stream that was broken off within its words, and begun again.
 * Between two letters nothing but a border of two texts can be.
 */
function begunTwice(what: string, text: string, asked: string): Finding | undefined {
  const opening = text.slice(0, least.glued)
  const at = text.indexOf(opening, least.glued)
  if (opening.length < least.glued || at < 0) return undefined
  const part = text.slice(0, at)
  const isGlued = /\w$/u.test(part) && /^\w/u.test(opening)
  if (!isGlued || !text.startsWith(part, at) || !/\s/u.test(part) || !isVaried(part))
    return undefined
  const border = text.slice(at - least.glued / 2, at + least.glued / 2)
  if (asked.includes(border)) return undefined
  const message = `The ${what} begins anew after its first words.`
  return finding('text.doubled', message, 'each word once', around(text, at, 1))
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
  const letters = new Set<string>()
  for (const letter of text) if (letters.add(letter).size >= 8) return true
  return false
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
