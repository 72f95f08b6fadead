/** `reachable`: whether the host answers at all. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { passed, unsaid } from '../outcome.ts'
import { shownAnswer } from './describe.ts'

/** A region that is down is not a violation: it is an error, with the step that failed in its words. */
export const reachable = defineAssertion({
  name: 'reachable',
  about: 'The name of the host resolves, its certificate is valid, and it answers in HTTP.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judgesSilence: true,
  judge: (_, { observation }) => {
    const { answer, exchange } = observation
    if (exchange.response !== undefined) return passed()
    if (answer === undefined) return unsaid('It was not asked.')
    if (answer.class.startsWith('config-')) return unsaid('No key fits, so nothing was sent.')
    if (answer.evidence.status !== undefined) return passed()
    return { findings: [], unreachable: `${shownAnswer(answer)}.` }
  },
})
