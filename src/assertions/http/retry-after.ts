/** Whether a throttled client is told when to come back. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, onResponse, passed } from '../outcome.ts'
import { headerValue, httpDate } from '../../model/headers.ts'
import { finding } from '../../model/findings/finding.ts'

/** RFC 6585 section 4. */
const tooManyRequests = 429

/** Attempts that were repeated count as much as the last one. */
export const retryAfterSent = defineAssertion({
  name: 'retry-after',
  about: 'Every 429, of repeated attempts too, says with Retry-After when to come back.',
  args: z.literal(true),
  reads: { headers: { names: ['retry-after'], holds: 'pass' } },
  judgesThrottling: true,
  judge: onResponse((_, { status, headers }, { observation }) => {
    const last = { status, retryAfter: headerValue(headers, 'retry-after') }
    const renamed = headers.find(([name]) => /^(?!retry-after$).*(?:retry|reset)/iu.test(name))
    const throttled = [...observation.exchange.earlier, last].filter(
      (attempt) => attempt.status === tooManyRequests,
    )
    if (throttled.length === 0) return passed()
    const untold = throttled.filter(({ retryAfter = '' }) => !isDelay(retryAfter))
    if (untold.length === 0) return passed(`Throttled ${throttled.length} times, each with a date.`)
    // Absent from a service that never sends it, as Bedrock; one that cannot be read is a fault.
    const isGarbled = untold.some(({ retryAfter }) => retryAfter !== undefined)
    return judged([
      finding(
        isGarbled ? 'http.header-value' : 'http.retry-after',
        'The server throttles without saying when to come back.',
        'Retry-After with seconds or a date',
        receivedOf(untold, throttled.length) + (renamed ? `, but with ${renamed[0]}` : ''),
        { header: 'retry-after' },
      ),
    ])
  }),
})

/** RFC 9110 section 10.2.3: a number of seconds, or a date. */
function isDelay(value: string): boolean {
  return /^\d+$/u.test(value.trim()) || httpDate(value.trim()) !== undefined
}

function receivedOf(
  untold: readonly { readonly retryAfter?: string | undefined }[],
  all: number,
): string {
  const garbled = untold.find(({ retryAfter }) => retryAfter !== undefined)?.retryAfter
  const what =
    garbled === undefined ? 'without it' : `without one that can be read: ${excerpt(garbled)}`
  return `${untold.length} of ${all} responses with status 429 ${what}`
}
