/** `invoke-chunks`: the events of InvokeModelWithResponseStream. */
import { append } from '../../../model/lists/lists.ts'
import { defineAssertion } from '../../assertion.ts'
import { bodyExcerpt, excerpt } from '../../evidence/excerpt.ts'
import { onExchange } from '../../evidence/once.ts'
import { isObject, parseJson } from '../../../model/json/shape.ts'
import { finding, type Finding, type Location } from '../../../model/findings/finding.ts'
import type { Frame } from '../../../model/observation.ts'
import { judged, unsaid, whyNoResponse } from '../../outcome.ts'
import { on } from '../on.ts'
import { whyNoEnd } from '../converse/events.ts'
import { frameHeader } from '../frames/frame-headers.ts'

/** RFC 4648 section 4, padding included, as Smithy's blobs are in JSON. */
const base64 = /^[A-Za-z0-9+/]*={0,2}$/u

export const invokeChunks = defineAssertion({
  name: 'invoke-chunks',
  about: 'Each chunk event carries base64 of a JSON object; there is at least one.',
  args: on,
  reads: { body: 'neither', framing: 'either' },
  judge: onExchange((_, observation) => {
    const { frames } = observation
    if (observation.exchange.response === undefined) return unsaid(whyNoResponse(observation))
    if (frames === undefined) return unsaid('The body was not read as an event stream.')
    const findings: Finding[] = []
    const notes = new Set<string>()
    let chunks = 0
    for (const [item, frame] of frames.frames.entries()) {
      if (frameHeader(frame, ':message-type') !== 'event') continue
      const name = frameHeader(frame, ':event-type')
      if (name !== 'chunk') notes.add(`Unmodelled event ${name ?? 'without a name'}.`)
      else {
        chunks += 1
        append(findings, chunkFindings(frame, { item, byte: frame.start }))
      }
    }
    const because = whyNoEnd(observation)
    if (chunks === 0 && because !== undefined) return unsaid(because)
    return judged([...findings, ...(chunks === 0 ? [noChunk()] : [])], [...notes])
  }),
})

function noChunk(): Finding {
  const message = 'The stream has no chunk event.'
  return finding('bedrock.chunk-missing', message, 'at least one chunk', 'none')
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && base64.test(text)
}

function chunkFindings(frame: Frame, at: Location): readonly Finding[] {
  const payload = parseJson(Buffer.from(frame.payload).toString('utf8'))
  const bytes = isObject(payload) ? payload['bytes'] : undefined
  const location = { ...at, pointer: '/bytes' }
  if (typeof bytes !== 'string' || bytes === '' || !isBase64(bytes)) {
    const message = 'The bytes of a chunk are missing or not base64.'
    const expected = 'base64 with padding (RFC 4648 section 4)'
    return [finding('bedrock.chunk-bytes', message, expected, excerpt(bytes, 80), location)]
  }
  const raw = Buffer.from(bytes, 'base64')
  const text = raw.toString('utf8')
  if (Buffer.from(text, 'utf8').equals(raw) && isObject(parseJson(text))) return []
  const message = 'The bytes of a chunk are no JSON object in UTF-8.'
  const expected = 'a JSON object in UTF-8'
  return [finding('bedrock.chunk-json', message, expected, bodyExcerpt(text, 80), location)]
}
