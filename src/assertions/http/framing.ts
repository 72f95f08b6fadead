/** Checks of the message itself: its grammar, and what a status obliges it to carry. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
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
  about: 'A 405 lists in Allow the methods that there are.',
  args: z.literal(true),
  reads: { headers: { names: ['allow'], holds: 'pass' } },
  judge: onResponse((_, { status, headers }) => {
    // RFC 9110 section 10.2.1: an empty value says that there are none.
    if (status !== 405 || headerValue(headers, 'allow') !== undefined) return passed()
    return judged([
      finding(
        'http.allow-missing',
        'The server refuses the method and does not say which it takes.',
        'an Allow header in a 405',
        'no Allow header',
        { header: 'allow' },
      ),
    ])
  }),
})
