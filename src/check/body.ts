/** Checks of the body as bytes and as JSON. */
import { z } from 'zod'
import { defineAssertion, type Assertion } from './assertion.ts'
import { bodyExcerpt } from './excerpt.ts'
import { finding, judged, passed, unsaid, whyNoResponse } from './outcome.ts'
import { noErrorMember } from './error-member.ts'
import { utf8 } from './utf8.ts'

const jsonBody = defineAssertion({
  name: 'json-body',
  about: 'The body is one JSON value (RFC 8259).',
  args: z.literal(true),
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

export const bodyAssertions: readonly Assertion[] = [jsonBody, startsWithBrace, utf8, noErrorMember]
