/** `response-echo`: parameters of the request that a response repeats. */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../assertion.ts'
import { requestBody } from '../evidence/evidence.ts'
import { isObject, objectsOf, type Members } from '../../model/json/shape.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, passed } from '../outcome.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import { itemDifference } from './difference.ts'
import { essence, isResolvedEffort } from './parameters.ts'
import { createdResponseOf, onResponseObject, type ResponseObject } from './subject.ts'

const member = z.enum([
  'instructions',
  'metadata',
  'previous_response_id',
  'max_output_tokens',
  'parallel_tool_calls',
  'tool_choice',
  'tools',
  'text',
  'reasoning',
  'store',
  'temperature',
  'top_p',
])
type Member = z.infer<typeof member>

/** Members that hold nothing but what a client sent; a server may have reasons for metadata of its own. */
const ofClients: readonly Member[] = ['instructions', 'previous_response_id']

/** Members that Response requires: a null there is a value. */
const required: readonly Member[] = ['instructions', 'metadata', 'tools', 'tool_choice']

const responseEcho = defineAssertion({
  name: 'response-echo',
  about:
    'The response, as it is created and at its end, repeats these parameters of the request as they were sent, and no instructions, previous response or functions that were not.',
  args: z.strictObject({ members: z.array(member).min(1) }),
  reads: { body: 'neither', request: 'neither' },
  judge: onResponseObject(({ members }, response, { observation }) => {
    const asked = requestBody(observation)
    if (asked === undefined) return passed('The request has no parameters.')
    const created = createdResponseOf(observation)
    return judged(
      members.map(
        (name) => contradiction(name, asked, response) ?? contradiction(name, asked, created),
      ),
    )
  }),
})

export const echoAssertions: readonly Assertion[] = [responseEcho]

function contradiction(
  name: Member,
  asked: Members,
  response: ResponseObject | undefined,
): Finding | undefined {
  if (response === undefined) return undefined
  const value = asked[name] ?? undefined
  if (value !== undefined) return wrong(name, value, response)
  // The instructions of a stored prompt are not in the request.
  return isObject(asked['prompt']) ? undefined : unasked(name, response)
}

function wrong(name: Member, asked: unknown, { json, at }: ResponseObject): Finding | undefined {
  const given = json[name]
  if (given === undefined || isPermitted(name, asked, given)) return undefined
  const pointer = at(`/${name}`)
  if (given === null) {
    if (!required.includes(name) || isEmpty(asked)) return undefined
    const message = `The response does not repeat ${name}.`
    return finding('responses.echo-missing', message, excerpt(asked), 'null', pointer)
  }
  const expected = essence(name, asked)
  const received = essence(name, given, asked)
  if (itemDifference(expected, received) === undefined) return undefined
  const message = `The response repeats ${name} with another value.`
  return finding('responses.echo', message, excerpt(expected), excerpt(received), pointer)
}

/** A server that keeps no responses may say so, and one that lacks an effort which it used. */
function isPermitted(name: Member, asked: unknown, given: unknown): boolean {
  if (name === 'store') return asked === true
  return name === 'reasoning' && isResolvedEffort(asked, given)
}

function unasked(name: Member, { json, at }: ResponseObject): Finding | undefined {
  const given = json[name] ?? ''
  const isOfClient = name === 'tools' ? hasFunction(given) : ofClients.includes(name)
  if (!isOfClient || isEmpty(given)) return undefined
  const message = `The response has ${name}, which the request lacks.`
  return finding('responses.echo-unasked', message, 'null', excerpt(given), at(`/${name}`))
}

/** Tools of other types may be those of the server. */
function hasFunction(tools: unknown): boolean {
  return objectsOf(tools).some(({ type }) => type === 'function')
}

/** Clients send an empty text, list or object where they have nothing to say. */
function isEmpty(value: unknown): boolean {
  if (value === '') return true
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}
