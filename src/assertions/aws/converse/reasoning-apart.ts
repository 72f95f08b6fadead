/** `reasoning-apart`: reasoning stands in its blocks, and not in the text as well. */
import { defineAssertion } from '../../assertion.ts'
import { around } from '../../evidence/excerpt.ts'
import { finding } from '../../../model/findings/finding.ts'
import { judged, passed, unsaid, whyNoReply } from '../../outcome.ts'
import { withoutTagged } from '../../text/tagged.ts'
import { on } from '../on.ts'
import { messageOf } from './message.ts'

/** Shorter reasoning may be repeated by chance. */
const least = 40

export const reasoningApart = defineAssertion({
  name: 'reasoning-apart',
  about: 'The text of a message does not hold its reasoning, tags aside.',
  args: on,
  reads: { body: 'neither' },
  judge: (_, { observation }) => {
    const message = messageOf(observation)
    if (message === undefined) return unsaid(whyNoReply(observation))
    const thoughts = message.thoughts
      .map((thought) => thought.trim())
      .filter(({ length }) => length >= least)
    if (thoughts.length === 0) return passed('The message shows no reasoning.')
    return judged(
      message.texts.map((given) => {
        const text = withoutTagged(given.text)
        const thought = thoughts.find((one) => text.includes(one))
        if (thought === undefined) return undefined
        const wording = 'The text of the message holds its reasoning.'
        const received = around(text, text.indexOf(thought), thought.length)
        const expected = 'reasoning in its own block alone'
        return finding('bedrock.reasoning-in-text', wording, expected, received, given.at)
      }),
    )
  },
})
