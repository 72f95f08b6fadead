/** `no-blank-text`: texts that Converse refuses when the message is sent back. */
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { isObject, listOf } from '../../../model/json/shape.ts'
import { finding } from '../../../model/findings/finding.ts'
import { judged, unsaid, whyNoReply } from '../../outcome.ts'
import { on } from '../on.ts'

export const noBlankText = defineAssertion({
  name: 'no-blank-text',
  about: 'No text block beside a tool call is blank: the message is sent back with its result.',
  args: on,
  reads: { body: 'neither' },
  judge: (_, { observation }) => {
    const json = observation.body?.json
    if (!isObject(json)) return unsaid(whyNoReply(observation))
    const output = isObject(json['output']) ? json['output']['message'] : undefined
    const blocks = listOf(isObject(output) ? output['content'] : undefined)
    const texts = blocks.map((block) => (isObject(block) ? block['text'] : undefined))
    const calls = blocks.some((block) => isObject(block) && isObject(block['toolUse']))
    const blank = texts.findIndex((text) => typeof text === 'string' && text.trim() === '')
    if (!calls || blank < 0) return judged([])
    const message = 'A text block beside a tool call is blank.'
    const at = { pointer: `/output/message/content/${blank}/text` }
    const expected = 'a text, or no text block'
    return judged([finding('bedrock.text-blank', message, expected, excerpt(texts[blank]), at)])
  },
})
