/** `event-stream-crc`, `-lengths`, `-headers`, `-complete`, `event-payloads`: checks of the frames. */
import { defineAssertion } from '../../assertion.ts'
import { bodyExcerpt, excerpt } from '../../evidence/excerpt.ts'
import { onExchange } from '../../evidence/once.ts'
import { whyEndUnseen } from '../../evidence/evidence.ts'
import { isObject, parseJson } from '../../../model/json/shape.ts'
import type { TransportFailureKind } from '../../../model/exchange.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import type { Frame, FrameRecord, Observation, Violation } from '../../../model/observation.ts'
import { judged, unsaid, whyNoResponse } from '../../outcome.ts'
import { on } from '../on.ts'
import { headerFindings, isFailureFrame } from './frame-headers.ts'

export const eventStreamCrc = defineAssertion({
  name: 'event-stream-crc',
  about: 'The CRC32 of every frame’s prelude and of every whole frame is right.',
  args: on,
  reads: { json: false, body: 'neither', framing: 'violation' },
  judge: onFrames(({ violations }) =>
    reported(violations, ['eventstream.prelude-crc', 'eventstream.message-crc']),
  ),
})

export const eventStreamLengths = defineAssertion({
  name: 'event-stream-lengths',
  about: 'The lengths of every frame, its headers and its payload agree.',
  args: on,
  reads: { json: false, body: 'neither', framing: 'violation' },
  judge: onFrames(({ violations }) =>
    reported(violations, ['eventstream.length', 'eventstream.header-length']),
  ),
})

export const eventStreamHeaders = defineAssertion({
  name: 'event-stream-headers',
  about: 'Every frame says what it is: string headers, each once, with values that exist.',
  args: on,
  reads: { json: false, body: 'neither', framing: 'violation' },
  judge: onFrames(({ frames, violations }) => [
    ...reported(violations, [
      'eventstream.header-type',
      'eventstream.header-utf8',
      'eventstream.header-duplicate',
    ]),
    ...frames.flatMap((frame, item) => headerFindings(frame, item)),
  ]),
})

export const eventStreamComplete = defineAssertion({
  name: 'event-stream-complete',
  about: 'The stream has frames and ends where a frame ends.',
  args: on,
  reads: { json: false, body: 'neither', times: 'either', end: 'violation', framing: 'violation' },
  judge: (_, { observation }) => {
    const { frames, exchange } = observation
    if (exchange.response === undefined) return unsaid(whyNoResponse(observation))
    if (frames === undefined) return judged([absent(observation)])
    const because = whyEndUnseen(observation)
    const theirs = exchange.hungUp !== true && cutByServer.includes(exchange.failure?.kind)
    if (because !== undefined && !theirs) return unsaid(because)
    return judged([
      ...reported(frames.violations, ['eventstream.truncated']),
      cut(observation),
      empty(frames),
    ])
  },
})

/** Failures by which the other side ends a body; every other one is a limit or a wish of ours. */
const cutByServer: readonly (TransportFailureKind | undefined)[] = [
  'reset',
  'malformed-http',
  'bad-content-encoding',
]

export const eventPayloads = defineAssertion({
  name: 'event-payloads',
  about: 'The payload of every event is a JSON object in UTF-8.',
  args: on,
  reads: { body: 'neither', framing: 'either' },
  judge: onFrames(({ frames }) =>
    frames.flatMap((frame, item) => payloadFinding(frame, item) ?? []),
  ),
})

function onFrames(judge: (record: FrameRecord) => readonly Finding[]) {
  return onExchange((_: true, observation) => {
    if (observation.exchange.response === undefined) return unsaid(whyNoResponse(observation))
    const { frames } = observation
    if (frames === undefined) return unsaid('The body was not read as an event stream.')
    return judged(judge(frames))
  })
}

/** Breaches that the reader saw and that belong to one check; every code of its has one check. */
function reported(violations: readonly Violation[], codes: readonly string[]): readonly Finding[] {
  return violations
    .filter(({ code }) => codes.includes(code))
    .map(({ code, message, expected, received, byte }) => ({
      code,
      message,
      expected,
      received,
      at: { byte },
    }))
}

function absent({ body }: Observation): Finding {
  return finding(
    'bedrock.event-stream-absent',
    'The body is no event stream.',
    'frames of application/vnd.amazon.eventstream',
    bodyExcerpt(body?.text ?? '', 80),
  )
}

function empty({ frames, violations }: FrameRecord): Finding | undefined {
  if (frames.length > 0 || violations.length > 0) return undefined
  return finding(
    'bedrock.event-stream-empty',
    'The event stream ended without a single frame.',
    'at least one frame',
    'an empty body',
  )
}

function cut({ exchange }: Observation): Finding | undefined {
  const { response, failure } = exchange
  if (response === undefined || response.complete) return undefined
  return finding(
    'bedrock.event-stream-cut',
    'The connection ended before the body did.',
    'a body that ends as HTTP framing says',
    failure?.message ?? 'an incomplete body',
    { ms: response.endedAt },
  )
}

function payloadFinding(frame: Frame, item: number): Finding | undefined {
  if (isFailureFrame(frame) && frame.payload.length === 0) return undefined
  const at = { item, byte: frame.start }
  const what = `the payload of frame ${item}`
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(frame.payload)
  } catch {
    const received = `bytes ${Buffer.from(frame.payload.subarray(0, 24)).toString('hex')}`
    const message = `${capital(what)} is not UTF-8.`
    return finding('bedrock.payload-not-utf8', message, 'valid UTF-8', received, at)
  }
  const json = parseJson(text)
  if (isObject(json)) return undefined
  const message = `${capital(what)} is not a JSON object.`
  const received = json === undefined ? bodyExcerpt(text, 80) : excerpt(json, 80)
  return finding('bedrock.payload-not-object', message, 'a JSON object', received, at)
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
