/** `no-error-text`: what failed is answered as an error, and not as the words of the model. */
import { z } from 'zod'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import { isObject, parseJson } from '../../../model/json/shape.ts'
import type { Choice } from '../../../model/observation.ts'
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { requestText } from '../../evidence/request-texts.ts'
import { judged, passed } from '../../outcome.ts'

/** What proxies, SDKs and clients of Bedrock print, from the beginning of a line. */
const printed = [
  /^(?:Error: )?upstream (?:connect error|request timeout)/iu,
  /^\W{0,4}(?:[Ee]rror: )?(?:(?:API|HTTP|[Ss]erver|[Uu]pstream) )?(?:[Ee]rror|ERROR)\W{1,4}(?:(?:[Ss]tatus )?[Cc]ode:? )?[45]\d\d(?=\s?(?:$|[-:{(]|[A-Z]))/u,
  /^(?:\w{1,40}: )?An error occurred \(\w{1,60}\) when calling the \w{1,60} operation/u,
  /^(?:\w{1,40}: )?litellm\.\w{1,60}(?:Error|Exception|Timeout)\b/u,
  /^Traceback \(most recent call last\):/u,
]

/** What is an error only where nothing else is the answer. */
const alone = [
  /^(?:5\d\d )?(?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)\.?$/iu,
  /^(?:Error: )?(?:Connection error|Request timed out)\.$/u,
  /^<html>\s{0,4}<head>\s{0,4}<title>5\d\d [A-Z]/iu,
  /^(?:\w{1,40}Error: )?CUDA (?:out of memory|error)\b/u,
  // notices of limiters and of full servers, which are one short line
  /^(?:Error: )?(?:API )?(?:Rate|Request|Usage|Quota) limit (?:reached|exceeded)\b[^\n]{0,120}$/iu,
  /^(?:Error: )?(?:429 )?Too many requests\b[^\n]{0,120}$/iu,
  /^(?:Error: )?You (?:have )?exceeded your (?:current )?(?:quota|rate limit)\b[^\n]{0,120}$/iu,
  /^(?:Error: )?(?:The|This) (?:model|server|engine) is (?:currently |temporarily )?(?:overloaded|at capacity|unavailable)\b[^\n]{0,120}$/iu,
]

/** Characters in which an error says that it is one. */
const opening = 200

export const noErrorText = defineAssertion({
  name: 'no-error-text',
  about:
    'The text of an answer, or its last line, is not the error of a proxy, of an SDK or of another server.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'pass' },
  judge: (_, { observation }) => {
    const { reply } = observation
    if (reply === undefined) return passed()
    const asked = requestText(observation)
    return judged(reply.choices.map((choice) => errorIn(choice, asked)))
  },
})

function errorIn({ index, text }: Choice, asked: string): Finding | undefined {
  const whole = text.trim()
  const line = whole.slice(whole.lastIndexOf('\n') + 1)
  const found =
    match(whole, [...printed, ...alone]) ?? match(line, printed) ?? envelope(whole) ?? undefined
  if (found === undefined || asked.includes(found)) return undefined
  return finding(
    'text.error',
    `The text of choice ${index} is the error of a server or of a client of one.`,
    'an error with its status, or as an event of the stream',
    excerpt(found),
  )
}

function match(text: string, patterns: readonly RegExp[]): string | undefined {
  const start = text.slice(0, opening)
  return patterns.some((pattern) => pattern.test(start)) ? start : undefined
}

/** An error in the envelope of OpenAI or Anthropic, and nothing else. */
function envelope(text: string): string | undefined {
  if (!text.startsWith('{')) return undefined
  const json = parseJson(text)
  const error = isObject(json) ? json['error'] : undefined
  return isObject(error) &&
    typeof error['message'] === 'string' &&
    typeof error['type'] === 'string'
    ? text.slice(0, opening)
    : undefined
}
