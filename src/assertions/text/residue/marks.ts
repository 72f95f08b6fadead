/** `no-token-marks`: tokens are decoded before they are text, and none of a tokenizer’s own marks is left, and no control character. */
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

/**
 * Control characters that no text is made of: all but tab, line feed, form feed, carriage
 * return and next line, and the byte order mark that a file begins with.
 */
const control = /[^\P{Cc}\t\n\f\r\u0085]|^\uFEFF/gu

export const noTokenMarks = defineAssertion({
  name: 'no-token-marks',
  about:
    'No mark of a tokenizer stands in place of blanks and bytes: no Ġ, Ċ or ▁ in a text without blanks, no <0x0A>; and no control character is in the text.',
  args: z.literal(true),
  reads: { body: 'neither', request: 'pass' },
  judge: onReply((_, { choices }, { observation }) => {
    const asked = requestText(observation)
    return judged(choices.map((choice) => markIn(choice, asked) ?? controlIn(choice, asked)))
  }),
})

function markIn({ index, rawText }: Choice, asked: string): Finding | undefined {
  // Ġ and Ċ are letters of Maltese, whose texts have blanks, too.
  const blanks = rawText.includes(' ') ? [] : unasked(rawText, blank, asked, 2)
  const [first] = blanks.length > 1 ? blanks : unasked(rawText, byte, asked, 1)
  if (first === undefined) return undefined
  return finding(
    'text.token-mark',
    `The answer of choice ${index} holds marks of the tokenizer in place of characters.`,
    'blanks, line breaks and characters as such',
    around(rawText, first.index, first[0].length),
  )
}

function controlIn({ index, rawText }: Choice, asked: string): Finding | undefined {
  const [found] = unasked(rawText, control, asked, 1)
  if (found === undefined) return undefined
  const number = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
  return finding(
    'text.control-character',
    `The answer of choice ${index} holds the control character U+${number}.`,
    'characters that can be read',
    around(rawText, found.index, 1),
  )
}

/** The first `most` matches that do not stand in what was sent. */
function unasked(text: string, pattern: RegExp, asked: string, most: number): RegExpExecArray[] {
  const found: RegExpExecArray[] = []
  for (const match of text.matchAll(pattern)) {
    if (!asked.includes(match[0]) && found.push(match) === most) break
  }
  return found
}
