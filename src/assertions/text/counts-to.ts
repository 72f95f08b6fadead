/** `counts-to`: an answer whose end is known is there to its last item. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { emptyAnswer } from './empty.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import { judged, onReply, unsaid } from '../outcome.ts'

export const countsTo = defineAssertion({
  name: 'counts-to',
  about: 'The answer has all numbers from 1 to this one, in order, each once.',
  args: z.number().int().min(2),
  seeksAnswer: true,
  reads: { body: 'neither' },
  judge: onReply((last, { text, ending }) => {
    if (ending === 'length') return unsaid('The answer reached the limit of tokens.')
    const numbers = Array.from(text.matchAll(/\d+/gu), ([digits]) => Number(digits))
    const next = nextAfter(numbers, last)
    if (next > last) return judged(repeated(numbers, last))
    const expected = `all numbers from 1 to ${last}`
    const empty = emptyAnswer(text, expected)
    if (empty !== undefined) return judged([empty])
    const later = numbers.find((number) => number > next && number <= last)
    if (later === undefined) {
      const message = 'The answer says that it is complete and ends before its end.'
      const received = `up to ${next - 1}, then the end: ${excerpt(text.slice(-60))}`
      return judged([finding('text.cut', message, expected, received)])
    }
    const message = 'An item within the answer is missing.'
    const received = `${next} is missing before ${later}`
    return judged([finding('text.gap', message, expected, received)])
  }),
})

/**
 * A number that comes twice in a row. A list whose items are numbered holds most of them twice, and
 * nothing was sent twice.
 */
function repeated(numbers: readonly number[], last: number): readonly Finding[] {
  // a number of what stands before the row may be its first one, too
  const isAfter = numbers[0] !== 1
  const twice = numbers.filter(
    (number, at) => at > 0 && number === numbers[at - 1] && !(isAfter && number === 1),
  )
  const [first] = twice
  if (first === undefined || twice.length > last / 2) return []
  const message = 'An item within the answer comes twice.'
  return [finding('text.repeated', message, `each number from 1 to ${last} once`, `${first} twice`)]
}

/** The first number of the row that the numbers do not reach in order. */
function nextAfter(numbers: readonly number[], last: number): number {
  let next = 1
  for (const number of numbers) if (number === next && next <= last) next += 1
  return next
}
