/** Checks of what HTTP itself carries: status, redirects, completeness, secrets. */
import { z } from 'zod'
import { defineAssertion, type Assertion, type CheckInput } from '../assertion.ts'
import { bodyExcerpt } from '../evidence/excerpt.ts'
import { dateForm } from './date-form.ts'
import { headerAssertions } from './headers.ts'
import { singletonAssertions } from './singletons.ts'
import { judged, onResponse, passed, unsaid } from '../outcome.ts'
import { retryAfterSent } from './retry-after.ts'
import { statusFits, statusPattern, describeStatus } from './status.ts'
import { endedByUs } from '../../model/exchange.ts'
import { allowSent, wellFormed } from './framing.ts'
import type { Observation } from '../../model/observation.ts'
import { hasEnded } from '../evidence/ended.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'

const status = defineAssertion({
  name: 'status',
  about: 'The response has one of these statuses.',
  args: z.union([statusPattern, z.array(statusPattern).min(1)]),
  reads: { body: 'either' },
  judge: onResponse((args, response, input) => {
    const allowed = Array.isArray(args) ? args : [args]
    if (allowed.some((pattern) => statusFits(response.status, pattern))) return passed()
    return judged([
      finding(
        'http.status',
        `The status is ${response.status}.`,
        describeStatus(allowed),
        statusLine(input.observation),
      ),
    ])
  }),
})

const noServerError = defineAssertion({
  name: 'no-server-error',
  about: 'No 5xx status, save those that the expected error may have.',
  args: z.union([z.literal(true), z.strictObject({ allow: z.array(z.number().int()) })]),
  reads: { body: 'either' },
  judge: onResponse((args, response, input) => {
    const allowed = [...(args === true ? [] : args.allow), ...statusesOfExpectedError(input)]
    if (response.status < 500 || allowed.includes(response.status)) return passed()
    return judged([
      finding(
        'http.server-error',
        `The server answered ${response.status}, as if the fault were its own.`,
        'a status below 500: 2xx, or 4xx that says what is wrong with the request',
        statusLine(input.observation),
      ),
    ])
  }),
})

const noTokenLeak = defineAssertion({
  name: 'no-token-leak',
  about: 'No secret of ours comes back.',
  args: z.literal(true),
  reads: { json: false, body: 'neither', secrets: 'violation' },
  judge: (_, { observation }) =>
    judged(
      observation.exchange.leaks.map((leak) =>
        finding(
          'http.token-leak',
          `A secret that we sent came back in the ${leak.where}.`,
          'no part of the credentials in the response',
          leak.where === 'body'
            ? `at byte ${leak.byte ?? '?'}`
            : `${leak.where} ${leak.name ?? '?'}`,
          {
            ...(leak.where === 'header' && leak.name !== undefined && { header: leak.name }),
            ...(leak.byte === undefined ? {} : { byte: leak.byte }),
          },
        ),
      ),
    ),
})

/** A body that is still awaited when they pass was not answered in time. */
const timeouts: ReadonlySet<string> = new Set(['idle-timeout', 'total-timeout'])

const completeResponse = defineAssertion({
  name: 'complete-response',
  about: 'The body ends as HTTP framing says.',
  args: z.literal(true),
  reads: { json: false, body: 'neither', times: 'either', end: 'violation' },
  judge: onResponse((_, response, { observation }) => {
    const { failure, hungUp } = observation.exchange
    if (response.complete && failure === undefined) return passed()
    if (hungUp === true) return passed('We hung up on purpose before the body ended.')
    if (failure !== undefined && timeouts.has(failure.kind)) {
      return hasEnded(observation)
        ? judged([leftOpen(failure.message, response.endedAt)])
        : { findings: [], unreachable: `${failure.message} ${failure.remedy}`.trim() }
    }
    if (failure !== undefined && endedByUs({ failure })) return unsaid(failure.message)
    const size = response.decoded.reduce((sum, { bytes }) => sum + bytes.length, 0)
    return judged([
      finding(
        'http.incomplete',
        'The body broke off.',
        'a body that ends as its Content-Length or its last chunk says',
        failure?.message ?? `end of the connection after ${size} bytes`,
        { byte: size, ms: response.endedAt },
      ),
    ])
  }),
})

function leftOpen(received: string, ms: number): Finding {
  const message =
    'The answer is over and its body never ends: a client that reads to the end hangs.'
  const expected = 'the last chunk, the octets of Content-Length, or the end of the connection'
  return finding('http.left-open', message, expected, received, { ms })
}

const notRedirected = defineAssertion({
  name: 'not-redirected',
  about: 'The answer is no redirect.',
  args: z.literal(true),
  reads: { body: 'either' },
  judge: onResponse((_, response, { observation }) => {
    if (response.status < 300 || response.status > 399) return passed()
    return judged([
      finding(
        'http.redirect',
        `The server redirects (${response.status}).`,
        'an answer at the address that was asked',
        statusLine(observation),
        { header: 'location' },
      ),
    ])
  }),
})

export const httpAssertions: readonly Assertion[] = [
  status,
  noServerError,
  noTokenLeak,
  completeResponse,
  notRedirected,
  wellFormed,
  allowSent,
  retryAfterSent,
  dateForm,
  ...headerAssertions,
  ...singletonAssertions,
]

/** For findings: the status with the beginning of the body. */
function statusLine({ exchange, body }: Observation): string {
  const { response } = exchange
  if (response === undefined) return 'no response'
  const reason = response.statusText === '' ? '' : ` ${response.statusText}`
  return `${response.status}${reason}: ${bodyExcerpt(body?.text ?? '', 120)}`
}

function statusesOfExpectedError({ expect, profile }: CheckInput): readonly number[] {
  if (!('error' in expect) || expect.error === undefined) return []
  return (profile.errors[expect.error] ?? []).flatMap((shape) => shape.status)
}
