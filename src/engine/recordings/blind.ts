/** What a recording cannot prove: a check that reads a part which was not recorded is not judged. */
import { resultHolds, type Holds, type Reads } from '../../assertions/reads.ts'
import { assertions } from '../../assertions/registry.ts'
import type { Check } from '../../model/case.ts'
import { headerValue } from '../../model/headers.ts'
import type { CheckResult } from '../../model/report.ts'
import type { Recording } from './recording.ts'

/**
 * Why the result of `check` is not proven by the recording: one sentence, or undefined when the
 * result holds.
 *
 * @param result the result on what was recorded
 */
export function whyBlind(
  { assert, args }: Pick<Check, 'assert' | 'args'>,
  { verdict }: Pick<CheckResult, 'verdict'>,
  recording: Recording,
): string | undefined {
  const { exchange } = recording
  if (exchange.response === undefined) {
    return exchange.failure === undefined ? 'The recording holds no response.' : undefined
  }
  const reads = assertions.get(assert)?.reads(args) ?? {}
  const unproven = lacks
    .map((lack) => lack(reads, recording))
    .find((part) => part !== undefined && !resultHolds(part.holds, verdict === 'pass'))
  return unproven?.because
}

/** A part that the check reads and the recording lacks. */
interface Lost {
  readonly holds: Holds
  readonly because: string
}

type Lack = (reads: Reads, recording: Recording) => Lost | undefined

function lost(holds: Holds | undefined, because: string): Lost | undefined {
  return holds && { holds, because }
}

const lacks: readonly Lack[] = [
  lackOfBody,
  lackOfHeaders,
  lackOfRequest,
  lackOfFraming,
  lackOfValue,
  lackOfTimes,
  lackOfEnd,
  lackOfSecrets,
]

function lackOfBody({ body }: Reads, { exchange, recorded }: Recording): Lost | undefined {
  if (recorded.bodySaved) return undefined
  const status = exchange.response?.status ?? 0
  // RFC 9110 sections 9.3.2, 15.3.5 and 15.4.5: these responses have no body.
  if (exchange.request.method.toUpperCase() === 'HEAD' || status === 204 || status === 304) {
    return undefined
  }
  return lost(body, 'The recording does not hold the body of the response.')
}

function lackOfHeaders({ headers }: Reads, recording: Recording): Lost | undefined {
  if (headers === undefined || headersWhole(recording)) return undefined
  const { names, holds } = headers
  const { marks } = recording
  if (names.some((name) => hasHeader(recording, name) && !marks.derived.has(name))) return undefined
  const withheld = names.find((name) => marks.withheld.has(name))
  return withheld === undefined
    ? lost(holds, `The recording does not hold the header ${names[0] ?? ''} of the response.`)
    : lost(holds, `The value of the header ${withheld} was removed from the recording.`)
}

function hasHeader({ exchange }: Recording, name: string): boolean {
  return headerValue(exchange.response?.headers ?? [], name) !== undefined
}

/** Whether a header that is missing was not sent: an edited list does not prove it. */
function headersWhole({ exchange, marks }: Recording): boolean {
  const { headers = [] } = exchange.response ?? {}
  return headers.length > 0 && !marks.converted && marks.derived.size + marks.withheld.size === 0
}

function lackOfRequest({ request }: Reads, { exchange, recorded }: Recording): Lost | undefined {
  // Recordings of our own leave out a body only when none was sent.
  if (recorded.requestSaved || recorded.timed) return undefined
  if (exchange.request.method.toUpperCase() !== 'POST') return undefined
  return lost(request, 'The recording does not hold the body of the request.')
}

function lackOfFraming({ framing, invented }: Reads, { marks }: Recording): Lost | undefined {
  if (!marks.reframed && !isInvented(invented, marks)) return undefined
  return lost(framing, 'The framing of the stream in the recording was written by its converter.')
}

/** A made-up value that is right proves nothing; one that is wrong makes the recording wrong. */
function lackOfValue({ framing, invented }: Reads, { marks }: Recording): Lost | undefined {
  if (framing !== undefined || !isInvented(invented, marks)) return undefined
  return lost('violation', `The ${invented} in the recording was made up by its converter.`)
}

function isInvented(name: string | undefined, { invented }: Recording['marks']): boolean {
  return name !== undefined && invented.has(name)
}

function lackOfTimes({ times }: Reads, { recorded }: Recording): Lost | undefined {
  if (recorded.timed) return undefined
  return lost(times, 'The recording does not say when each part of the body arrived.')
}

function lackOfEnd({ end }: Reads, { recorded }: Recording): Lost | undefined {
  if (recorded.timed) return undefined
  return lost(end, 'The recording does not say whether the body ended as HTTP requires.')
}

function lackOfSecrets({ secrets }: Reads, { recorded, searched }: Recording): Lost | undefined {
  if (recorded.timed || searched) return undefined
  return lost(secrets, 'The recording does not hold the credentials that were sent.')
}
