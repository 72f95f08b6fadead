/** Checks of the body as bytes and as JSON. */
import { z } from 'zod'
import { defineAssertion, type Assertion } from '../assertion.ts'
import { bodyExcerpt } from '../evidence/excerpt.ts'
import { onExchange } from '../evidence/once.ts'
import { repeatedName } from './names.ts'
import { judged, passed, unsaid, whyNoResponse } from '../outcome.ts'
import { noErrorMember } from '../errors/error-member.ts'
import { utf8 } from './utf8.ts'
import { finding } from '../../model/findings/finding.ts'

const jsonBody = defineAssertion({
  name: 'json-body',
  about: 'The body is one JSON value (RFC 8259).',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: (_, { observation }) => {
    const { body } = observation
    if (body === undefined) return unsaid(whyNoResponse(observation))
    if (body.json !== undefined) return passed()
    if (body.bytes.length === 0) {
      const message = 'The body is empty.'
      return judged([finding('json.empty', message, 'one JSON value', 'no bytes', { byte: 0 })])
    }
    const why = body.jsonError?.message ?? 'it is not JSON'
    return judged([
      finding(
        'json.invalid',
        `The body is not JSON: ${why}`,
        'one JSON value and nothing else',
        bodyExcerpt(body.text),
        { byte: body.jsonError?.byte ?? 0 },
      ),
    ])
  },
})

const openBrace = 0x7b

const startsWithBrace = defineAssertion({
  name: 'starts-with-brace',
  about: 'The first byte of the body is the opening brace: no white space or keep-alive before it.',
  args: z.literal(true),
  reads: { json: false, body: 'neither' },
  judge: (_, { observation }) => {
    const { body } = observation
    if (body === undefined || body.bytes.length === 0) return unsaid('There is no body.')
    if (body.bytes[0] === openBrace) return passed()
    return judged([
      finding(
        'json.leading-bytes',
        'Something stands before the JSON object.',
        'a body whose first byte is {',
        bodyExcerpt(body.text, 40),
        { byte: 0 },
      ),
    ])
  },
})

/** Readers keep the first or the last of them, and two readers may not agree. */
const uniqueNames = defineAssertion({
  name: 'unique-names',
  about: 'No JSON object has the same name twice.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onExchange((_, observation) => {
    const { body, items } = observation
    if (body === undefined) return unsaid(whyNoResponse(observation))
    const whole = body.json === undefined ? [] : [{ text: body.text, at: { byte: 0 } }]
    const parts = items
      .filter(({ kind }) => kind === 'json')
      .map(({ text, index, byte }) => ({ text, at: { item: index, byte } }))
    for (const { text, at } of [...whole, ...parts]) {
      const repeated = repeatedName(text)
      if (repeated === undefined) continue
      const message = `The name ${JSON.stringify(repeated.name)} stands twice in one object.`
      const received = bodyExcerpt(text.slice(Math.max(0, repeated.at - 40)), 80)
      return judged([finding('json.repeated-name', message, 'each name once', received, at)])
    }
    return passed()
  }),
})

export const bodyAssertions: readonly Assertion[] = [
  jsonBody,
  startsWithBrace,
  uniqueNames,
  utf8,
  noErrorMember,
]
