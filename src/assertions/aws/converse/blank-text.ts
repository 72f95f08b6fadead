/** `no-blank-text`: texts that Converse refuses when the message is sent back. */
import { defineAssertion } from '../../assertion.ts'
import { excerpt } from '../../evidence/excerpt.ts'
import { finding } from '../../../model/findings/finding.ts'
import { judged, unsaid, whyNoReply } from '../../outcome.ts'
import { on } from '../on.ts'
import { messageOf } from './message.ts'

export const noBlankText = defineAssertion({
  name: 'no-blank-text',
  about: 'No text block beside a tool call is blank: the message is sent back with its result.',
  args: on,
  reads: { body: 'neither' },
  judge: (_, { observation }) => {
    const given = messageOf(observation)
    if (given === undefined) return unsaid(whyNoReply(observation))
    const blank = given.texts.find(({ text }) => text.trim() === '')
    if (given.toolUses.length === 0 || blank === undefined) return judged([])
    const message = 'A text block beside a tool call is blank.'
    const expected = 'a text, or no text block'
    return judged([finding('bedrock.text-blank', message, expected, excerpt(blank.text), blank.at)])
  },
})
