/** `no-token-marks`: tokens are decoded before they are text, and none of a tokenizer’s own marks is left. */
import { z } from 'zod'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import type { Choice } from '../../../model/observation.ts'
import { defineAssertion } from '../../assertion.ts'
import { around } from '../../evidence/excerpt.ts'
import { requestText } from '../../evidence/request-texts.ts'
import { judged, onReply } from '../../outcome.ts'

/** Byte-level BPE writes a blank as Ġ and a line break as Ċ; SentencePiece writes a blank as ▁. */
const blank = /[ĠĊ▁](?=[ĠĊA-Za-z\d])/gu

/** SentencePiece writes a byte that no token holds by its number. */
const byte = /<0x[\dA-F]{2}>/gu

export const noTokenMarks = defineAssertion({
  name: 'no-token-marks',
  about:
    'No mark of a tokenizer stands in place of blanks and bytes: no Ġ, Ċ or ▁ in a text without blanks, no <0x0A>.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'pass' },
  judge: onReply((_, { choices }, { observation }) => {
    const asked = requestText(observation)
    return judged(choices.map((choice) => markIn(choice, asked)))
  }),
})

function markIn({ index, rawText }: Choice, asked: string): Finding | undefined {
  const isOwn = ({ 0: mark }: RegExpExecArray) => !asked.includes(mark)
  // Ġ and Ċ are letters of Maltese, whose texts have blanks, too.
  const blanks = rawText.includes(' ') ? [] : [...rawText.matchAll(blank)].filter(isOwn)
  const [first] = blanks.length > 1 ? blanks : [...rawText.matchAll(byte)].filter(isOwn)
  if (first === undefined) return undefined
  return finding(
    'text.token-mark',
    `The answer of choice ${index} holds marks of the tokenizer in place of characters.`,
    'blanks, line breaks and characters as such',
    around(rawText, first.index, first[0].length),
  )
}
