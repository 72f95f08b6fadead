/** `layout`: whether white space of a text that the answer repeats is as it was given. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, onReply, unsaid } from '../outcome.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'

const layoutArgs = z.strictObject({ text: z.string().regex(/^\S+\s{2,}\S+\s/u) })

type LayoutArgs = z.infer<typeof layoutArgs>

export const layout = defineAssertion<LayoutArgs>({
  name: 'layout',
  about:
    'An answer that repeats the first line of this text, with its blanks, has the rest too: line breaks, blank lines and indentation.',
  args: layoutArgs,
  reads: { body: 'neither' },
  judge: onReply(({ text }, { text: given, ending }) => {
    if (ending !== 'stop') return unsaid('The answer did not end by itself.')
    const [first = '', second = '', ...rest] = text.split(/\s+/u)
    const head = text.slice(0, text.indexOf(second, first.length) + second.length)
    const at = given.indexOf(head)
    if (at < 0) return unsaid(`The answer does not repeat ${excerpt(head)} with its blanks.`)
    const after = given.slice(at + head.length)
    const missing = rest.find((word) => !after.includes(word))
    if (missing !== undefined) {
      const message = 'The answer repeats the beginning of the text and not the rest.'
      return judged([finding('text.gap', message, excerpt(text), excerpt(given.slice(at)))])
    }
    const gaps = gapsIn(text.slice(head.length), rest)
    const found = gapsIn(after, rest)
    if (gaps === undefined || found === undefined) {
      return unsaid('The answer has other text between the parts of the text.')
    }
    return judged(gaps.map((gap, index) => unlike(gap, found[index] ?? '')))
  }),
})

/** The white space before each word; undefined where there is more than white space. */
function gapsIn(text: string, parts: readonly string[]): readonly string[] | undefined {
  const gaps: string[] = []
  let rest = text
  for (const part of parts) {
    const at = rest.indexOf(part)
    const gap = rest.slice(0, at)
    if (gap.trim() !== '') return undefined
    gaps.push(gap)
    rest = rest.slice(at + part.length)
  }
  return gaps
}

/** More blank lines, and blanks in place of a tab, may be the model's. */
function unlike(due: string, given: string): Finding | undefined {
  const isLike =
    given !== '' &&
    !given.includes('\r') &&
    linesIn(given) >= linesIn(due) &&
    (!isIndented(due) || isIndented(given))
  if (isLike) return undefined
  const message = 'White space of the text that the answer repeats is another.'
  return finding('text.differs', message, excerpt(due), excerpt(given))
}

function linesIn(gap: string): number {
  return gap.split('\n').length
}

function isIndented(gap: string): boolean {
  return /\n[^\S\r\n]+$/u.test(gap)
}
