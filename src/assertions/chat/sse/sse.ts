/** Checks of server-sent events: WHATWG HTML section 9.2, and what OpenAI sends over it. */
import { z } from 'zod'
import {
  defineAssertion,
  type Assertion,
  type CheckInput,
  type CheckOutcome,
} from '../../assertion.ts'
import { whyEndUnseen } from '../../evidence/evidence.ts'
import { isObject } from '../../../model/json/shape.ts'
import { bodyExcerpt } from '../../evidence/excerpt.ts'
import { judged, unsaid, whyNoResponse } from '../../outcome.ts'
import { sseDone, sseEof } from './end.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import type { Observation, SseRecord } from '../../../model/observation.ts'

/** Lifts a check over server-sent events to one over an input, which may have none. */
function onSse(
  judge: (sse: SseRecord, observation: Observation) => CheckOutcome,
): (args: true, input: CheckInput) => CheckOutcome {
  return (_, { observation }) => {
    const { sse, exchange } = observation
    if (sse !== undefined) return judge(sse, observation)
    if (exchange.response === undefined) return unsaid(whyNoResponse(observation))
    return unsaid(`The response (status ${exchange.response.status}) is not an event stream.`)
  }
}

const framing = defineAssertion({
  name: 'sse-framing',
  about: 'Every line is a field or a comment, every event ends with a blank line, all is UTF-8.',
  args: z.literal(true),
  reads: { json: false, body: 'neither', framing: 'violation', invented: 'sse-framing' },
  judge: onSse((sse, observation) => {
    const isCut = whyEndUnseen(observation) !== undefined
    const violations = isCut
      ? sse.violations.filter(({ code }) => code !== 'sse.unterminated-event')
      : sse.violations
    const none = sse.events.length === 0 && violations.length === 0 && !isCut
    return judged(none ? [noEvents()] : violations.map(asFinding), oddities(sse))
  }),
})

const json = defineAssertion({
  name: 'sse-json',
  about: 'The data of every event is a JSON object or [DONE].',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onSse((sse, { items }) => {
    if (sse.events.length === 0) return unsaid('The stream has no event.')
    return judged(
      items.map(({ kind, json: value, text, index, byte }) => {
        if (kind === 'done' || (kind === 'json' && isObject(value))) return undefined
        const at = { item: index, byte }
        const expected = 'a JSON object, or [DONE]'
        return kind === 'json'
          ? finding(
              'sse.not-object',
              `The data of event ${index} is no object.`,
              expected,
              bodyExcerpt(text),
              at,
            )
          : finding(
              'sse.not-json',
              `The data of event ${index} is not JSON.`,
              expected,
              bodyExcerpt(text),
              at,
            )
      }),
    )
  }),
})

export const sseAssertions: readonly Assertion[] = [framing, json, sseDone, sseEof]

function noEvents(): Finding {
  const message = 'The event stream has no event.'
  return finding('sse.no-events', message, 'at least one event', 'none', { byte: 0 })
}

function asFinding(violation: SseRecord['violations'][number]): Finding {
  const { code, message, expected, received, byte } = violation
  return { code, message, expected, received, at: { byte } }
}

/** Legal, but unusual enough to be told. */
function oddities(sse: SseRecord): readonly string[] {
  const odd = [
    sse.bom ? 'The stream begins with a byte order mark.' : '',
    sse.comments > 0 ? `The stream holds ${sse.comments} comment line(s).` : '',
    sse.lineEndings.some((ending) => ending !== 'LF')
      ? `Lines end in ${sse.lineEndings.join(' and ')}.`
      : '',
  ]
  return odd.filter((note) => note !== '')
}
