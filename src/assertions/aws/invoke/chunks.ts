/** `invoke-chunks`, `invoke-metrics`: the events of InvokeModelWithResponseStream. */
import { append } from '../../../model/lists/lists.ts'
import { defineAssertion } from '../../assertion.ts'
import { bodyExcerpt, excerpt } from '../../evidence/excerpt.ts'
import { onExchange } from '../../evidence/once.ts'
import { isObject, parseJson, type Members } from '../../../model/json/shape.ts'
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

const metricsName = 'amazon-bedrock-invocationMetrics'
/** Always sent. */
const countNames = ['inputTokenCount', 'outputTokenCount'] as const

/** Missing from some recordings of Llama's chunks. */
const latencyNames = ['invocationLatency', 'firstByteLatency'] as const

/** Not modelled, relied on by clients (langchain#14120): the last chunk tells what the call cost. */
export const invokeMetrics = defineAssertion({
  name: 'invoke-metrics',
  about:
    'The last chunk, and no other, carries the invocation metrics, integers from 0 that agree with its own count.',
  args: on,
  reads: { body: 'neither' },
  judge: (_, { observation }) => {
    const because = whyNoEnd(observation)
    if (because !== undefined) return unsaid(because)
    const chunks = observation.items.flatMap(({ kind, json, index, byte }) =>
      kind === 'json' && isObject(json) ? [{ json, at: { item: index, byte } }] : [],
    )
    const last = chunks.at(-1)
    if (last === undefined) return unsaid('The stream has no chunk that is JSON.')
    const early = chunks.slice(0, -1).filter(({ json }) => json[metricsName] !== undefined)
    return judged([
      ...early.slice(0, 1).map(({ at }) => tooEarly(at)),
      ...metricFindings(last.json, last.at),
    ])
  },
})

function tooEarly(at: Location): Finding {
  const message = 'A chunk before the last carries the invocation metrics.'
  const location = { ...at, pointer: `/${metricsName}` }
  return finding(
    'bedrock.invocation-metrics-early',
    message,
    'the last chunk only',
    'them',
    location,
  )
}

function metricFindings(json: Members, at: Location): readonly Finding[] {
  const metrics = json[metricsName]
  const location = { ...at, pointer: `/${metricsName}` }
  if (!isObject(metrics)) {
    const message = 'The last chunk has no invocation metrics.'
    const expected = `${metricsName} with ${countNames.join(' and ')}`
    const code = 'bedrock.invocation-metrics-missing'
    return [finding(code, message, expected, excerpt(metrics), location)]
  }
  const sent = latencyNames.filter((name) => metrics[name] !== undefined)
  const malformed = [...countNames, ...sent].flatMap((name) => {
    const value = metrics[name]
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return []
    const message = `The invocation metric ${name} is no integer from 0.`
    const pointer = `${location.pointer}/${name}`
    return [
      finding('bedrock.invocation-metrics-value', message, 'an integer from 0', excerpt(value), {
        ...at,
        pointer,
      }),
    ]
  })
  return [...malformed, ...disagreement(json, metrics, location)]
}

/** Llama's last chunk counts what was generated as well. */
function disagreement(json: Members, metrics: Members, at: Location): readonly Finding[] {
  const { generation_token_count: own } = json
  const { outputTokenCount: described } = metrics
  if (typeof own !== 'number' || typeof described !== 'number' || own === described) return []
  const message =
    'The invocation metrics count another number of tokens than the chunk they come in.'
  const location = { ...at, pointer: `/${metricsName}/outputTokenCount` }
  return [finding('bedrock.invocation-metrics-differ', message, `${own}`, `${described}`, location)]
}
