/** `not-filtered`: an answer to a harmless question that is said to have been filtered. */
import { z } from 'zod'
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { finding } from '../../../model/findings/finding.ts'
import { judged, onReply, passed } from '../../outcome.ts'

export const notFiltered = defineAssertion({
  name: 'not-filtered',
  about: 'The reply does not say that its content was filtered.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onReply((_, { ending, finish }) => {
    if (ending !== 'filter') return passed()
    const message = 'The reply ended for an unexpected reason.'
    return judged([finding('finish.unexpected', message, 'no filter', excerpt(finish))])
  }),
})
