/** A reply measured against the limit of tokens that it was asked for with. */
import { z } from 'zod'
import { defineAssertion, type CheckInput, type CheckOutcome } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, onReply, passed, unsaid } from '../outcome.ts'
import { countRuns } from './least.ts'
import { finding } from '../../model/findings/finding.ts'
import type { Reply } from '../../model/observation.ts'

const limit = z.number().int().positive()

const uncounted = 'The reply does not say how many tokens it took.'

export const completionAtMost = defineAssertion({
  name: 'completion-at-most',
  about: 'No more tokens were generated than this.',
  args: limit,
  reads: { body: 'neither' },
  judge: onReply((most, reply, input: CheckInput) => {
    const given = reply.usage?.completion
    if (given === undefined) return unsaid(uncounted)
    if (given <= most) return passed()
    return judged([
      finding(
        'usage.over-limit',
        'The reply is longer than the request allows.',
        `at most ${most} completion tokens`,
        `${given}, ended by ${input.observation.reply?.finish ?? 'nothing'}`,
      ),
    ])
  }),
})

/** Of prose, a token is three quarters of a word; what has about as many was hardly ended by the model. */
const partOfTokens = 2 / 3

/** Words and numbers of the longest choice. */
function mostRuns({ choices }: Reply): number {
  return choices.reduce((most, { rawText }) => Math.max(most, countRuns(rawText)), 0)
}

/** A short answer may end by itself before the limit, which only the model decides. */
export const endsAtLimit = defineAssertion({
  name: 'ends-at-limit',
  about:
    'The reply says that this limit of tokens ended it. One that took fewer tokens, or has fewer words where they are not counted, and says that it ended by itself or with a call, or that was filtered, is not judged.',
  args: limit,
  reads: { body: 'neither' },
  judge: onReply((most, reply) => {
    const { finish, ending, usage } = reply
    if (ending === 'length') return passed()
    const expected = 'the limit of tokens as the reason'
    if (typeof finish !== 'string') {
      const message = 'The reply does not say why it ended.'
      return judged([finding('finish.missing', message, expected, excerpt(finish))])
    }
    // A filter may take away what was generated up to the limit.
    if (ending === 'filter') return unsaid('The answer was declined.')
    const given = usage?.completion
    const words = mostRuns(reply)
    if (given === undefined && words < most * partOfTokens) return unsaid(uncounted)
    if (given !== undefined && given < most && (ending === 'stop' || ending === 'tool')) {
      return unsaid(
        `The answer ended by itself after ${given} tokens, before its limit of ${most}.`,
      )
    }
    const message = 'The reply ended for an unexpected reason.'
    const took = given === undefined ? `${words} words` : `${given} tokens`
    const received = `${excerpt(finish)} after ${took}`
    return judged([finding('finish.unexpected', message, expected, received)])
  }),
})

/** The least part of the limit that a reply takes which the limit ended: tokenizers of gateways count a little less. */
const leastPart = 3 / 4

export const countedToLimit = defineAssertion({
  name: 'counted-to-limit',
  about:
    'A reply that this limit of tokens ended counts about as many: all that were generated, reasoning included, in each choice.',
  args: limit,
  reads: { body: 'neither' },
  judge: onReply((most, reply) => {
    if (reply.ending !== 'length') return unsaid('The limit of tokens did not end the reply.')
    const message = 'The reply was cut at its limit of tokens, and counts fewer.'
    return atLeastAbout(most * cutChoices(reply), reply, { message })
  }),
})

/** Some gateways have a limit of their own, below what is asked for, without a word. */
export const notCutBefore = defineAssertion({
  name: 'not-cut-before',
  about:
    'A reply that a limit of tokens ended took about as many as this limit of the request allows.',
  args: limit,
  reads: { body: 'neither' },
  judge: onReply((most, reply) => {
    if (reply.ending !== 'length') return passed()
    const message = 'A limit of tokens ended the reply long before the limit of the request.'
    return atLeastAbout(most, reply, { message, or: ', or the end of the answer' })
  }),
})

/** Whether a reply that a limit ended counts about as many tokens. @param or what may stand in their place */
function atLeastAbout(
  tokens: number,
  { usage }: Reply,
  { message, or = '' }: { readonly message: string; readonly or?: string },
): CheckOutcome {
  const given = usage?.completion
  if (given === undefined) return unsaid(uncounted)
  const least = Math.ceil(tokens * leastPart)
  if (given >= least) return passed()
  const expected = `about ${tokens} completion tokens, ${least} or more${or}`
  return judged([finding('usage.under-limit', message, expected, `${given}`)])
}

/** How many choices the limit cut; APIs without choices have one. */
function cutChoices({ choices, finish }: Reply): number {
  return Math.max(1, choices.filter((choice) => choice.finish === finish).length)
}
