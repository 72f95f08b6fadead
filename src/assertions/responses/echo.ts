/** `response-echo`: parameters of the request that a response repeats. */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../assertion.ts'
import { requestBody } from '../evidence/evidence.ts'
import { isObject, listOf } from '../../model/json/shape.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, passed } from '../outcome.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import { itemDifference } from './difference.ts'
import { onResponseObject, type ResponseObject } from './subject.ts'

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
    'The response repeats these parameters of the request as they were sent, and no instructions or previous response that were not.',
  args: z.strictObject({ members: z.array(member).min(1) }),
  reads: { body: 'neither', request: 'neither' },
  judge: onResponseObject(({ members }, response, { observation }) => {
    const asked = requestBody(observation)
    if (asked === undefined) return passed('The request has no parameters.')
    return judged(
      members.map((name) => {
        const value = asked[name] ?? undefined
        if (value !== undefined) return wrong(name, value, response)
        // The instructions of a stored prompt are not in the request.
        return isObject(asked['prompt']) ? undefined : unasked(name, response)
      }),
    )
  }),
})

export const echoAssertions: readonly Assertion[] = [responseEcho]

function wrong(name: Member, asked: unknown, { json, at }: ResponseObject): Finding | undefined {
  const given = json[name]
  if (given === undefined) return undefined
  const pointer = at(`/${name}`)
  if (given === null) {
    if (!required.includes(name) || isEmpty(asked)) return undefined
    const message = `The response does not repeat ${name}.`
    return finding('responses.echo-missing', message, excerpt(asked), 'null', pointer)
  }
  const expected = essence(name, asked)
  const received = essence(name, given)
  if (itemDifference(expected, received) === undefined) return undefined
  const message = `The response repeats ${name} with another value.`
  return finding('responses.echo', message, excerpt(expected), excerpt(received), pointer)
}

function unasked(name: Member, { json, at }: ResponseObject): Finding | undefined {
  const given = json[name] ?? ''
  if (!ofClients.includes(name) || given === '') return undefined
  const message = `The response has ${name}, which the request lacks.`
  return finding('responses.echo-unasked', message, 'null', excerpt(given), at(`/${name}`))
}

function isEmpty(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length === 0
}

/** What a server may not change: it fills in defaults, and sorts the names of a tool's schema. */
function essence(name: Member, value: unknown): unknown {
  if (name === 'tools') return listOf(value).map(nameOfTool)
  if (!isObject(value)) return value
  if (name === 'tool_choice') return nameOfTool(value)
  if (name === 'reasoning') return value['effort']
  if (name !== 'text') return value
  const { format } = value
  return isObject(format) ? [format['type'], format['name']] : 'text'
}

function nameOfTool(tool: unknown): unknown {
  return isObject(tool) ? [tool['type'], tool['name']] : tool
}
