/** How an OpenAI stream must end: `data: [DONE]`, a blank line, the end of the body. */
import { z } from 'zod'
import { defineAssertion } from '../../assertion.ts'
import { completionChunks, whyEndUnseen } from '../../evidence/evidence.ts'
import { listOf, isObject } from '../../../model/json/shape.ts'
import { bodyExcerpt } from '../../evidence/excerpt.ts'
import { judged, passed, unsaid, whyNoResponse } from '../../outcome.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import type { Observation } from '../../../model/observation.ts'

/** OpenAI API reference, `stream`: "terminated by a data: [DONE] message". */
export const sseDone = defineAssertion({
  name: 'sse-done',
  about: 'The stream ends with exactly one data: [DONE].',
  args: z.literal(true),
  reads: {
    body: 'neither',
    times: 'either',
    end: 'either',
    framing: 'violation',
    invented: '[DONE]',
  },
  judge: (_, { observation }) => {
    const { items, exchange } = observation
    if (exchange.response === undefined) return unsaid(whyNoResponse(observation))
    if (observation.sse === undefined) return unsaid('The response is not an event stream.')
    const done = items.filter(({ kind }) => kind === 'done')
    const last = done[0]
    if (last === undefined) {
      const unseen = whyEndUnseen(observation)
      if (unseen !== undefined && !hasFinished(observation)) return unsaid(unseen)
      return judged([missing(observation)])
    }
    return judged([repeated(done), notLast(observation, last.index)])
  },
})

export const sseEof = defineAssertion({
  name: 'sse-eof',
  about: 'The connection does not stay open long after [DONE].',
  args: z.strictObject({
    /** Milliseconds from the arrival of [DONE] to the end of the body. */
    within: z.number().positive(),
  }),
  reads: { body: 'neither', times: 'neither', end: 'either' },
  judge: ({ within }, { observation }) => {
    const { items, exchange } = observation
    const { response } = exchange
    if (response === undefined) return unsaid(whyNoResponse(observation))
    const done = items.findLast(({ kind }) => kind === 'done')
    if (done === undefined) return unsaid('The stream has no [DONE].')
    if (exchange.hungUp === true) return unsaid('We hung up on purpose.')
    const waited = response.endedAt - done.at
    if (waited <= within) return passed()
    return judged([
      finding(
        'sse.left-open',
        'The connection stayed open after [DONE].',
        `the end of the body within ${within} ms`,
        response.complete
          ? `the end after ${Math.round(waited)} ms`
          : `no end for ${Math.round(waited)} ms, then we gave up`,
        { item: done.index, byte: done.byte, ms: done.at },
      ),
    ])
  },
})

function missing({ items, sse, exchange, body }: Observation): Finding {
  const last = items.at(-1)
  const wait = (exchange.response?.endedAt ?? 0) - (last?.at ?? 0)
  const tail =
    sse?.unterminated === undefined
      ? `last bytes ${bodyExcerpt((body?.text ?? '').slice(-80), 100)}`
      : `an event without its blank line: ${bodyExcerpt(sse.unterminated.data, 80)}`
  const end = exchange.response?.complete === false ? 'silence' : 'the end of the body'
  return finding(
    'sse.done-missing',
    'The stream ended without its terminator.',
    'a last event "data: [DONE]", a blank line, then the end of the body',
    last === undefined
      ? 'a stream without events'
      : `${end} ${Math.round(wait)} ms after event ${last.index}; ${tail}`,
    { byte: body?.bytes.length ?? 0 },
  )
}

function repeated(done: Observation['items']): Finding | undefined {
  const second = done[1]
  if (second === undefined) return undefined
  const message = 'The stream has more than one [DONE].'
  return finding('sse.done-repeated', message, 'exactly one [DONE]', `${done.length} of them`, {
    item: second.index,
    byte: second.byte,
  })
}

function notLast({ items }: Observation, done: number): Finding | undefined {
  const next = items.find(({ index, kind }) => index > done && kind !== 'done')
  if (next === undefined) return undefined
  const message = `Event ${next.index} follows [DONE].`
  return finding('sse.done-not-last', message, 'nothing after [DONE]', bodyExcerpt(next.text), {
    item: next.index,
    byte: next.byte,
  })
}

/** Whether every choice has its finish_reason, so that only the terminator was still due. */
function hasFinished(observation: Observation): boolean {
  const choices = completionChunks(observation).flatMap(({ json }) => listOf(json['choices']))
  const ended = choices.filter(
    (choice) => isObject(choice) && typeof choice['finish_reason'] === 'string',
  )
  return observation.exchange.hungUp !== true && ended.length > 0
}
