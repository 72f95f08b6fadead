/** Whether the time of a response is written as all recipients read it. */
import { z } from 'zod'
import { finding } from '../../model/findings/finding.ts'
import { defineAssertion } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, onResponse } from '../outcome.ts'

/** IMF-fixdate (RFC 9110, 5.6.7), the only form that senders may use. */
const fixed =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/u

export const dateForm = defineAssertion({
  name: 'date-form',
  about: 'Date, where it is sent, has the one form of time that HTTP has for senders.',
  args: z.literal(true),
  reads: { headers: { names: ['date'], holds: 'neither' } },
  judge: onResponse((_, { headers }) => {
    const wrong = headers
      .filter(([name]) => name.toLowerCase() === 'date')
      .map(([, value]) => value)
      .find((value) => !fixed.test(value.trim()))
    if (wrong === undefined) return judged([])
    const message = 'The header Date is no date of HTTP.'
    const expected = 'a date such as Sun, 06 Nov 1994 08:49:37 GMT'
    return judged([
      finding('http.header-value', message, expected, excerpt(wrong), { header: 'date' }),
    ])
  }),
})
