/** `converse-blocks`: the content of a Converse reply, block by block. */
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { isObject } from '../../../model/json/shape.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import { judged, unsaid, whyNoResponse } from '../../outcome.ts'
import { on } from '../on.ts'
import { judgeUnions, replyUnions } from '../frames/unions.ts'

/** Order is not held: reasoning comes before or after text, and a small budget leaves no text. */
export const converseBlocks = defineAssertion({
  name: 'converse-blocks',
  about: 'The message is the assistant’s and each union in the reply has exactly one member.',
  args: on,
  reads: { body: 'neither' },
  judge: (_, { observation }) => {
    const { body } = observation
    if (body === undefined) return unsaid(whyNoResponse(observation))
    if (!isObject(body.json)) return unsaid('The body is not a JSON object.')
    const wrong = message(body.json)
    if (wrong.some(({ code }) => code === 'bedrock.message-missing')) return judged(wrong)
    const verdicts = judgeUnions(body.json, replyUnions)
    return judged(
      [...wrong, ...verdicts.map((verdict) => verdict.finding)],
      verdicts.flatMap(({ note }) => note ?? []),
    )
  },
})

function message(json: Readonly<Record<string, unknown>>): readonly Finding[] {
  const output = json['output']
  const given = isObject(output) ? output['message'] : undefined
  if (!isObject(given) || !Array.isArray(given['content'])) {
    const at = { pointer: '/output/message' }
    const wording = 'The reply has no message with content.'
    const expected = 'an object with role and a content array'
    return [finding('bedrock.message-missing', wording, expected, excerpt(given), at)]
  }
  if (given['role'] === 'assistant') return []
  const at = { pointer: '/output/message/role' }
  const wording = 'The message is not the assistant’s.'
  return [finding('bedrock.role', wording, '"assistant"', excerpt(given['role']), at)]
}
