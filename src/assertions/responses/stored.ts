/** `response-stored`: what a server gives back when it is asked for a response again. */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, passed, unsaid } from '../outcome.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import { itemDifference } from './difference.ts'
import { essence } from './parameters.ts'
import { onResponseObject, responseOf } from './subject.ts'

/** Members that say what was answered; others may be filled in later. */
const answered = ['id', 'status', 'model', 'created_at', 'previous_response_id', 'output', 'usage']

/** Members that say how it was made. */
const asked = [
  'background',
  'instructions',
  'max_output_tokens',
  'parallel_tool_calls',
  'reasoning',
  'store',
  'temperature',
  'text',
  'tool_choice',
  'tools',
  'top_p',
]

const responseStored = defineAssertion({
  name: 'response-stored',
  about:
    'The response is the one that another step of the case was given. `parameters` compares what it was made with, as far as both say it, in place of what it answers.',
  args: z.strictObject({ as: z.string().min(1), parameters: z.literal(true).optional() }),
  reads: { body: 'neither', steps: true },
  judge: onResponseObject(({ as, parameters }, { json, at }, { steps }) => {
    const [first] = steps.get(as) ?? []
    const given = first && responseOf(first)
    if (given === undefined) return unsaid(`Step ${as} was given no response.`)
    return judged(
      parameters === true
        ? asked.map((name) => lost(name, given.json[name], json[name], at))
        : answered.map((name) => other(name, given.json[name], json[name], at)),
    )
  }),
})

/** How far a response has come. */
const stages: Readonly<Record<string, number>> = { queued: 0, in_progress: 1 }

const finished = 2

/** Statuses that do not change any more are their own stage. */
const responseProgress = defineAssertion({
  name: 'response-progress',
  about:
    'A response in the background goes on: its status does not go back, nor change once it is final.',
  args: z.strictObject({ after: z.string().min(1) }),
  reads: { body: 'neither', steps: true },
  judge: onResponseObject(({ after }, { json, at }, { steps }) => {
    const [first] = steps.get(after) ?? []
    const before = first && responseOf(first)?.json
    if (before === undefined) {
      const isRefused = (first?.exchange.response?.status ?? 0) >= 400
      const because = `Step ${after} was given no response.`
      return isRefused ? passed(because) : unsaid(because)
    }
    const [was, is] = [before['status'], json['status']].map((status) => String(status))
    const [from = finished, to = finished] = [was, is].map((name) => stages[name ?? ''])
    const isFinal = from === finished
    if (isFinal ? was === is : to >= from) return passed()
    const message = `The response was ${was} in step ${after} and is ${is} now.`
    const expected = isFinal ? `${was}, which is final` : `${was} or a later status`
    return judged([finding('responses.status-back', message, expected, `${is}`, at('/status'))])
  }),
})

export const storedAssertions: readonly Assertion[] = [responseStored, responseProgress]

function other(
  name: string,
  given: unknown,
  stored: unknown,
  at: (pointer: string) => Finding['at'],
): Finding | undefined {
  const difference = itemDifference(given, stored, `/${name}`)
  if (difference === undefined) return undefined
  const { pointer, expected, received } = difference
  const message = `${name} of the stored response differs from that of the response as it was given.`
  const location = at(pointer)
  return finding(
    'responses.stored-differs',
    message,
    excerpt(expected),
    excerpt(received),
    location,
  )
}

/** What is null, empty or off may be filled in later, and whatever is optional left out. */
function lost(
  name: string,
  given: unknown,
  stored: unknown,
  at: (pointer: string) => Finding['at'],
): Finding | undefined {
  const was = essence(name, given)
  const isSet = (was ?? false) !== false && !(Array.isArray(was) && was.length === 0)
  return isSet && stored !== undefined
    ? other(name, was, essence(name, stored, given), at)
    : undefined
}
