/** `repeats`: an answer that was asked to repeat a text holds it whole, and each part of it once. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import { judged, onReply, unsaid } from '../outcome.ts'
import { emptyAnswer } from './empty.ts'
import { lacking } from './lacking.ts'
import { answerOf, ignorable, reduced } from './wording.ts'

const repeatsArgs = z.strictObject({
  text: z.string().min(1),
  /** Only whether a part comes twice, which no model writes by itself. */
  once: z.literal(true).optional(),
  ignore: z.array(ignorable).default([]),
})

type RepeatsArgs = z.infer<typeof repeatsArgs>

export const repeats = defineAssertion<RepeatsArgs>({
  name: 'repeats',
  about: 'The answer holds this text whole: no part of it is lost, and none comes twice.',
  args: repeatsArgs,
  seeksAnswer: true,
  reads: { body: 'neither' },
  judge: onReply(({ text, ignore, once }, reply) => {
    const given = answerOf(reply, ignore)
    const wanted = reduced(text, ignore)
    if (given.includes(wanted)) return judged([doubledAt(given, wanted)])
    if (reply.ending === 'length' && once !== true)
      return unsaid('The answer reached the limit of tokens.')
    const found = emptyAnswer(given, excerpt(wanted)) ?? different(given, wanted)
    return judged(once === true && found.code !== 'text.repeated' ? [] : [found])
  }),
})

/** Where a text can be cut without cutting a character. */
function borders(text: string): readonly number[] {
  const ends: number[] = []
  let end = 0
  for (const character of text) ends.push((end += character.length))
  return ends
}

/** The text is whole, and what stands beside it is its own beginning or end once more. */
function doubledAt(given: string, wanted: string): Finding | undefined {
  const at = given.indexOf(wanted)
  const before = given.slice(0, at)
  const after = given.slice(at + wanted.length)
  const lengths = borders(wanted)
  const begun = lengths.findLast((length) => before.endsWith(wanted.slice(0, length)))
  if (begun !== undefined) return twice(wanted.slice(0, begun), wanted)
  const ended = [0, ...lengths].find(
    (start) => start < wanted.length && after.startsWith(wanted.slice(start)),
  )
  return ended === undefined ? undefined : twice(wanted.slice(ended), wanted)
}

/** A text that shares less than this with the answer is not in it at all. */
const leastShared = 1 / 2

/** A beginning of fewer characters may stand anywhere. */
const leastBegun = 8

function different(given: string, wanted: string): Finding {
  const lengths = [0, ...borders(wanted)]
  const begun = lengths.findLast((length) => given.includes(wanted.slice(0, length))) ?? 0
  const at = given.indexOf(wanted.slice(0, begun))
  const rest = given.slice(at + begun)
  const missing = wanted.slice(begun)
  const again = lengths.find(
    (start) => start < begun && rest.startsWith(wanted.slice(start, begun) + missing),
  )
  if (again !== undefined) return twice(wanted.slice(again, begun), wanted)
  const resumed = lengths.find((start) => start > begun && goesOn(rest, wanted.slice(start), begun))
  const shared = begun + (resumed === undefined ? 0 : wanted.length - resumed)
  if (resumed === undefined || shared < wanted.length * leastShared) {
    const nearest = begun < leastBegun ? given : given.slice(at, at + wanted.length)
    return lacking({ wanted, expected: excerpt(wanted) }, given, nearest)
  }
  const lost = excerpt(wanted.slice(begun, resumed))
  const message = 'A part of the text that the answer repeats is lost.'
  return finding('text.gap', message, excerpt(wanted), `the same without ${lost}`)
}

/** Where the beginning itself is lost, what is left may stand anywhere. */
function goesOn(rest: string, tail: string, begun: number): boolean {
  return begun > 1 ? rest.startsWith(tail) : tail !== '' && rest.includes(tail)
}

function twice(part: string, wanted: string): Finding {
  const message = 'A part of the text that the answer repeats comes twice in a row.'
  const received = `${excerpt(part)} twice`
  return finding('text.repeated', message, `${excerpt(wanted)}, each part once`, received)
}
