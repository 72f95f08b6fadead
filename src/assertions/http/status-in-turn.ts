/** Whether each of several repeats got the status that is its own. */
import { isThrottling } from '../../model/exchange.ts'
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { bodyExcerpt } from '../evidence/excerpt.ts'
import { judged, onResponse, passed, unsaid } from '../outcome.ts'
import { statusFits, statusPattern, describeStatus } from './status.ts'
import { finding } from '../../model/findings/finding.ts'

export const statusInTurn = defineAssertion({
  name: 'status-in-turn',
  about: 'The repeats have these statuses, the first again after the last: one list for each.',
  args: z.array(z.array(statusPattern).min(1)).min(2),
  reads: { body: 'either', repeats: true },
  judge: onResponse((turns, { status }, { observation, repeats }) => {
    const turn = repeats.indexOf(observation)
    const allowed = turns[turn % turns.length]
    if (turn < 0 || allowed === undefined) return unsaid('The exchange is not one of the repeats.')
    if (allowed.some((pattern) => statusFits(status, pattern))) return passed()
    if (isThrottling(status)) return unsaid('Throttled: which status is due was not seen.')
    const isOfAnother = turns.some((other) => other.some((pattern) => statusFits(status, pattern)))
    const whose = isOfAnother ? 'the status of another' : 'a status that none must get'
    const message = `Request ${turn + 1} of ${repeats.length} got ${whose}.`
    const received = `${status}: ${bodyExcerpt(observation.body?.text ?? '', 120)}`
    return judged([finding('compare.status', message, describeStatus(allowed), received)])
  }),
})
