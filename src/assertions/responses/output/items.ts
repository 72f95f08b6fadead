/** What the items of a response hold: no answer twice, ids that a client can send back, no reasoning unasked. */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../../assertion.ts'
import { requestBody } from '../../evidence/evidence.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { isObject, objectsOf, type Members } from '../../../model/json/shape.ts'
import { judged, onReply, passed } from '../../outcome.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import { onResponseObject, responseOf, type ResponseObject } from '../subject.ts'
import { charactersIn } from '../../../model/text/large.ts'

/** Shorter texts may be said twice. */
const leastLength = 20

const messagesOnce = defineAssertion({
  name: 'response-messages-once',
  about: 'No two messages of one response have the same text, if it is longer than a few letters.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onResponseObject((_, { json, at }) => {
    const before = new Map<string, number>()
    for (const [index, item] of objectsOf(json['output']).entries()) {
      const text = textOf(item)
      // what is first a comment and then the answer is no item that came twice
      const key = `${String(item['phase'] ?? '')} ${text}`
      const earlier = before.get(key)
      if (text.length > leastLength && earlier !== undefined) {
        const message = `The message in item ${index} has the text of that in item ${earlier}.`
        const pointer = at(`/output/${index}/content`)
        const received = excerpt(text, 120)
        return judged([
          finding('responses.message-repeated', message, 'it once', received, pointer),
        ])
      }
      before.set(key, index)
    }
    return passed()
  }),
})

function textOf({ type, content }: Members): string {
  if (type !== 'message') return ''
  return objectsOf(content)
    .map(({ text }) => (typeof text === 'string' ? text : ''))
    .join('')
}

/** FunctionCallOutputItemParam: maxLength of call_id. */
const longestId = 64

const callIdLength = defineAssertion({
  name: 'response-call-id-length',
  about:
    'The call_id of each function call has 64 characters or fewer, as its output must name it.',
  args: z.literal(true),
  reads: { body: 'neither', invented: 'id' },
  judge: onResponseObject((_, response) =>
    judged(objectsOf(response.json['output']).map((item, index) => tooLong(item, index, response))),
  ),
})

function tooLong(
  { type, call_id: id }: Members,
  index: number,
  { at }: ResponseObject,
): Finding | undefined {
  if (type !== 'function_call' || typeof id !== 'string') return undefined
  if (charactersIn(id) <= longestId) return undefined
  const message = `The call_id of item ${index} is longer than its output may repeat.`
  const expected = `${longestId} characters or fewer`
  const pointer = at(`/output/${index}/call_id`)
  const received = `${id.length} characters: ${excerpt(id, 80)}`
  return finding('responses.call-id-length', message, expected, received, pointer)
}

const unreasoned = defineAssertion({
  name: 'response-unreasoned',
  about: 'A response that repeats the effort none, which was asked for, has no reasoning.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'violation' },
  judge: onReply((_, reply, { observation }) => {
    const asked = effortIn(requestBody(observation))
    const response = responseOf(observation)
    // one that used another effort says which
    if (asked !== 'none' || response === undefined || effortIn(response.json) !== 'none') {
      return passed()
    }
    const tokens = reasoningTokens(response.json)
    const message = 'The response says that its effort was none, and has reasoning.'
    if (reply.reasoning !== '') {
      const received = excerpt(reply.reasoning, 120)
      return judged([finding('responses.reasoned', message, 'no reasoning', received)])
    }
    if (tokens === 0) return passed()
    const pointer = response.at('/usage/output_tokens_details/reasoning_tokens')
    return judged([finding('responses.reasoned', message, '0', String(tokens), pointer)])
  }),
})

function effortIn(json: Members | undefined): unknown {
  const reasoning = json?.['reasoning']
  return isObject(reasoning) ? reasoning['effort'] : undefined
}

/** 0 where the response does not count them. */
function reasoningTokens({ usage }: Members): number {
  const details = isObject(usage) ? usage['output_tokens_details'] : undefined
  const tokens = isObject(details) ? details['reasoning_tokens'] : undefined
  return typeof tokens === 'number' ? tokens : 0
}

export const outputAssertions: readonly Assertion[] = [messagesOnce, callIdLength, unreasoned]
