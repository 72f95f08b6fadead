/** Checks of the message itself: its grammar, and what a status obliges it to carry. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { finding } from '../../model/findings/finding.ts'
import { judged, onResponse, passed } from '../outcome.ts'
import { headerValue } from '../../model/headers.ts'

export const wellFormed = defineAssertion({
  name: 'well-formed',
  about: 'The response is a message of HTTP/1.1, with one length and nothing after its end.',
  args: z.literal(true),
  reads: { end: 'violation', times: 'either' },
  judge: onResponse((_, { faults = [], headersAt }) =>
    judged(
      faults.map((fault) =>
        finding(
          'http.framing',
          'The response breaks HTTP/1.1, so clients and proxies disagree about where it ends.',
          'a response that every HTTP/1.1 parser accepts',
          fault,
          { ms: headersAt },
        ),
      ),
    ),
  ),
})

export const allowSent = defineAssertion({
  name: 'allow-sent',
  about: 'A 405 lists in Allow the methods that there are, and not the one that it refuses.',
  args: z.literal(true),
  reads: { headers: { names: ['allow'], holds: 'pass' } },
  judge: onResponse((_, { status, headers }, { observation }) => {
    if (status !== 405) return passed()
    const at = { header: 'allow' }
    const given = headerValue(headers, 'allow')
    if (given === undefined) {
      const message = 'The server refuses the method and does not say which it takes.'
      const expected = 'an Allow header in a 405'
      return judged([finding('http.allow-missing', message, expected, 'no Allow header', at)])
    }
    // RFC 9110 section 10.2.1: an empty value says that there are none.
    const { method } = observation.exchange.request
    const isAllowed = given.split(',').some((name) => name.trim() === method)
    if (!isAllowed) return passed()
    const message = 'The server refuses the method that it says it takes.'
    const expected = `methods without ${method}`
    return judged([finding('http.allow-value', message, expected, excerpt(given), at)])
  }),
})
