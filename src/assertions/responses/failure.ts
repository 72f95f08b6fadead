/** How the Responses API tells of a failure once the status line is sent. */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../assertion.ts'
import { isObject, listOf } from '../../model/json/shape.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, passed, unsaid, whyNoReply } from '../outcome.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import { eventsOf, isTerminal, onEvents, locationOf, type StreamEvent } from './events.ts'
import { responseOf, type ResponseObject } from './subject.ts'

/** The body of a 200 may be a failed response; where the request may be at fault that is legal. */
const responseAnswered = defineAssertion({
  name: 'response-answered',
  about:
    'A request that must be answered ends neither with a failure nor with a completed response that has no output.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: (_, { observation, expect }) => {
    const response = responseOf(observation)
    const error = eventsOf(observation).find(({ type }) => type === 'error')
    if (response === undefined && error === undefined) return unsaid(whyNoReply(observation))
    const failure = failureOf(response, error)
    if (failure === undefined) return passed()
    return expect.outcome === 'reply' ? judged([failure]) : passed(failure.message)
  },
})

function failureOf(response?: ResponseObject, error?: StreamEvent): Finding | undefined {
  const message = 'The response failed.'
  const expected = 'status completed or incomplete'
  if (response?.json['status'] === 'failed') {
    const received = excerpt(response.json['error'])
    return finding('responses.failed', message, expected, received, response.at('/error'))
  }
  if (error === undefined) return response && emptiness(response)
  return finding('responses.failed', message, expected, excerpt(error.json), locationOf(error))
}

/** An incomplete response may be empty: the limit can fall before the first item. */
function emptiness({ json, at }: ResponseObject): Finding | undefined {
  if (json['status'] !== 'completed' || listOf(json['output']).length > 0) return undefined
  const message = 'The response is completed without any output.'
  const received = excerpt(json['output'])
  return finding('responses.output-empty', message, 'one item or more', received, at('/output'))
}

/** OpenAI nests what is wrong in `error`, the specification has it flat. */
const responseError = defineAssertion({
  name: 'response-error',
  about: 'An error event says what is wrong, and nothing but response.failed follows it.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onEvents((_, events) => {
    const error = events.find(({ type }) => type === 'error')
    if (error === undefined) return passed()
    return judged([shape(error), goesOn(error, events)])
  }),
})

function shape(error: StreamEvent): Finding | undefined {
  const nested = error.json['error']
  const { message: text } = isObject(nested) ? nested : error.json
  if (typeof text === 'string' && text !== '') return undefined
  const message = 'The error event does not say what is wrong.'
  const expected = 'a message, in the event or in its error'
  return finding('responses.error-shape', message, expected, excerpt(error.json), locationOf(error))
}

function goesOn(error: StreamEvent, events: readonly StreamEvent[]): Finding | undefined {
  const stray = events.find(
    (event) =>
      event.item > error.item &&
      event.type.startsWith('response.') &&
      !(isTerminal(event) && event.type === 'response.failed'),
  )
  if (stray === undefined) return undefined
  const message = 'The stream goes on after its error event.'
  const expected = 'nothing but response.failed'
  return finding('responses.after-error', message, expected, stray.type, locationOf(stray))
}

export const failureAssertions: readonly Assertion[] = [responseAnswered, responseError]
