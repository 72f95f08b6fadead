/** `converse-message-start`, `converse-message-stop`, `converse-metadata`: what frames a stream. */
import { defineAssertion, type CheckOutcome } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { isObject } from '../../../model/json/shape.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import type { Observation } from '../../../model/observation.ts'
import { judged, unsaid } from '../../outcome.ts'
import { on } from '../on.ts'
import { onEvents, locationOf, whyNoEnd, type StreamEvent } from '../converse/events.ts'
import { isStopReason, stopReasons } from '../model.ts'

export const messageStart = defineAssertion({
  name: 'converse-message-start',
  about: 'messageStart comes once, before every other event, with role assistant.',
  args: on,
  reads: { body: 'neither' },
  judge: onEvents((events) => judged(startFindings(events))),
})

export const messageStop = defineAssertion({
  name: 'converse-message-stop',
  about: 'messageStop comes once, after every block, with a modelled stopReason.',
  args: on,
  reads: { body: 'neither' },
  judge: onEvents((events, observation) =>
    unlessCut(observation, 'messageStop', events, stopFindings(events)),
  ),
})

export const metadata = defineAssertion({
  name: 'converse-metadata',
  about: 'metadata comes once, as the last event, with usage and metrics.',
  args: on,
  reads: { body: 'neither' },
  judge: onEvents((events, observation) =>
    unlessCut(observation, 'metadata', events, metadataFindings(events)),
  ),
})

/** A stream that did not reach its end owes no last event; what did come is judged all the same. */
function unlessCut(
  observation: Observation,
  name: string,
  events: readonly StreamEvent[],
  findings: readonly Finding[],
): CheckOutcome {
  const because = whyNoEnd(observation)
  const absent = !events.some((event) => event.name === name)
  return because !== undefined && absent ? unsaid(because) : judged(findings)
}

function startFindings(events: readonly StreamEvent[]): readonly Finding[] {
  const starts = events.filter(({ name }) => name === 'messageStart')
  const [first, second] = starts
  const expected = 'one messageStart, as the first event'
  if (first === undefined) {
    const received = `${events[0]?.name ?? 'no event at all'} first`
    const message = 'The stream has no messageStart.'
    return [finding('bedrock.message-start-missing', message, expected, received)]
  }
  const findings: Finding[] = []
  if (events[0] !== undefined && events[0] !== first) {
    const message = `${events[0].name} came before messageStart.`
    const at = locationOf(events[0])
    findings.push(finding('bedrock.message-start-late', message, expected, events[0].name, at))
  }
  if (second !== undefined) {
    const message = `The stream has ${starts.length} messageStart events.`
    const received = `another one as event ${second.item + 1}`
    findings.push(
      finding('bedrock.message-start-repeated', message, expected, received, locationOf(second)),
    )
  }
  const role = first.json['role']
  if (role !== 'assistant') {
    const message = 'The message is not the assistant’s.'
    const at = locationOf(first, '/role')
    findings.push(finding('bedrock.role', message, '"assistant"', excerpt(role), at))
  }
  return findings
}

function stopFindings(events: readonly StreamEvent[]): readonly Finding[] {
  const stops = events.filter(({ name }) => name === 'messageStop')
  const [stop, second] = stops
  const expected = 'one messageStop after the last block'
  if (stop === undefined) {
    const message = 'The stream ended without messageStop.'
    const received = `${events.at(-1)?.name ?? 'nothing'} as the last event`
    return [finding('bedrock.message-stop-missing', message, expected, received)]
  }
  const findings: Finding[] = []
  if (second !== undefined) {
    const message = `The stream has ${stops.length} messageStop events.`
    const received = `another one as event ${second.item + 1}`
    findings.push(
      finding('bedrock.message-stop-repeated', message, expected, received, locationOf(second)),
    )
  }
  const late = events.find(({ name, item }) => item > stop.item && name.startsWith('contentBlock'))
  if (late !== undefined) {
    const message = `${late.name} came after messageStop.`
    findings.push(
      finding('bedrock.message-stop-early', message, expected, late.name, locationOf(late)),
    )
  }
  const reason = stop.json['stopReason']
  if (!isStopReason(reason)) {
    const message = 'stopReason is not one of the modelled values.'
    const wanted = `one of ${stopReasons.join(', ')}`
    const at = locationOf(stop, '/stopReason')
    findings.push(finding('bedrock.stop-reason', message, wanted, excerpt(reason), at))
  }
  return findings
}

function metadataFindings(events: readonly StreamEvent[]): readonly Finding[] {
  const all = events.filter(({ name }) => name === 'metadata')
  const [event, second] = all
  const expected = 'one metadata event, after messageStop and last'
  if (event === undefined) {
    const message = 'The stream ended without its metadata.'
    const received = `${events.at(-1)?.name ?? 'nothing'} as the last event`
    return [finding('bedrock.metadata-missing', message, expected, received)]
  }
  const findings: Finding[] = []
  if (second !== undefined) {
    const message = `The stream has ${all.length} metadata events.`
    const received = `another one as event ${second.item + 1}`
    findings.push(
      finding('bedrock.metadata-repeated', message, expected, received, locationOf(second)),
    )
  }
  const later = events.find(({ name, item }) => item > event.item && name !== 'metadata')
  if (later !== undefined) {
    const message = `${later.name} came after metadata.`
    findings.push(
      finding('bedrock.metadata-order', message, expected, later.name, locationOf(later)),
    )
  }
  for (const member of ['usage', 'metrics']) {
    if (isObject(event.json[member])) continue
    const message = `metadata has no ${member}.`
    const received = excerpt(event.json[member])
    const at = locationOf(event, `/${member}`)
    findings.push(finding('bedrock.metadata-incomplete', message, 'an object', received, at))
  }
  return findings
}
