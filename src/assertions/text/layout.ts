/** `layout` and `code-layout`: whether white space of a text, and of code, is as it was given. */
import { z } from 'zod'
import { defineAssertion } from '../assertion.ts'
import { around, excerpt } from '../evidence/excerpt.ts'
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

/** What models write of their own: a block of code that they begin, they end. */
export const codeLayout = defineAssertion({
  name: 'code-layout',
  about:
    'Blocks of code are closed, blocks of Python are indented, and no line ends as on Windows. An answer that did not end by itself is not judged.',
  args: z.literal(true),
  reads: { body: 'neither' },
  judge: onReply((_, { text, ending }) => {
    if (ending !== 'stop') return unsaid('The answer did not end by itself.')
    return judged([windowsLines(text), ...inFences(text.split(/\r?\n/u))])
  }),
})

function windowsLines(text: string): Finding | undefined {
  const at = text.indexOf('\r\n')
  if (at < 0) return undefined
  const message = 'Line breaks of the answer are those of Windows.'
  return finding('text.line-ends', message, 'line feeds', around(text, at, 2))
}

/** CommonMark 0.31.2, section 4.5; what stands in a list is indented further, or begins behind the mark of its item. */
const fence = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?<mark>`{3,}|~{3,})(?<info>[^`]*)$/u

function inFences(lines: readonly string[]): readonly (Finding | undefined)[] {
  const found: (Finding | undefined)[] = []
  let open: { readonly mark: string; readonly info: string } | undefined
  let marks = 0
  for (const [index, line] of lines.entries()) {
    const { mark = '', info = '' } = fence.exec(line)?.groups ?? {}
    marks += line.match(/`{3,}|~{3,}/gu)?.length ?? 0
    if (open === undefined) {
      if (mark !== '') open = { mark, info: info.trim().toLowerCase() }
    } else if (mark.startsWith(open.mark) && info.trim() === '') open = undefined
    else if (/^py(?:thon3?)?\b/u.test(open.info)) found.push(unindented(lines, index))
  }
  const [first] = found.filter((one) => one !== undefined)
  // Some put a whole answer, fences and all, between marks of the same length, or begin a block within a line.
  if (open === undefined || marks % 2 === 0) return [first]
  const message = 'A block of code in the answer is not closed.'
  return [first, finding('text.fence-open', message, open.mark, excerpt(lines.at(-1)))]
}

/** Lines of Python behind which a deeper one must come. */
const opening = /^[ \t]*(?:with\s.*\sas\s+\w+|def\s+\w+\(.*|try)\s*:\s*$/u

function unindented(lines: readonly string[], index: number): Finding | undefined {
  const line = lines[index] ?? ''
  const next = lines.slice(index + 1, index + 9).find((one) => one.trim() !== '')
  if (line.length > longest || next === undefined || !opening.test(line)) return undefined
  if (depthOf(next) > depthOf(line) || /^\s*(?:#|`{3}|~{3})/u.test(next)) return undefined
  const message = 'Code in the answer is not indented where Python needs it.'
  const received = `${excerpt(line, 60)} before ${excerpt(next, 60)}`
  return finding('text.indentation', message, 'a deeper line behind it', received)
}

/** Characters of a line of code that is looked at. */
const longest = 400

function depthOf(line: string): number {
  return line.length - line.trimStart().length
}
