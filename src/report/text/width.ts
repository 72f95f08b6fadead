/** Columns that text takes on a terminal, and fitting text into them. */

import { columns as columnsOf, isNarrow } from '../../model/text/columns.ts'

let segmenter: Intl.Segmenter | undefined

/** Made when a text must be cut: making it takes 20 ms. */
function graphemes(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return segmenter.segment(text)
}

/** Columns of `text`, which holds no escape sequences. */
export function width(text: string): number {
  return columnsOf(text)
}

/** `text` in at most `columns`, its end cut off with an ellipsis. */
export function truncate(text: string, columns: number): string {
  if (width(text) <= columns) return text
  return `${take(text, Math.max(0, columns - 1))}…`
}

/** `text` in at most `columns`, its middle replaced by a note of how much is missing. */
export function elide(text: string, columns: number): string {
  if (text.length <= columns * 2 && width(text) <= columns) return text
  // Cut first, since segmenting a body of megabytes is slow.
  const head = text.slice(0, columns * 2).replace(/\p{Cs}/gu, '')
  const tail = text.slice(-columns * 2).replace(/\p{Cs}/gu, '')
  const room = Math.max(2, columns - ` …${text.length} more… `.length)
  const start = take(head, Math.ceil(room / 2))
  const end = takeEnd(tail, Math.floor(room / 2))
  const missing = text.length - start.length - end.length
  return missing > 0 ? `${start} …${missing} more… ${end}` : text
}

function take(text: string, columns: number): string {
  if (isNarrow(text)) return text.slice(0, Math.max(0, columns))
  let taken = ''
  let left = columns
  for (const { segment } of graphemes(text)) {
    left -= columnsOf(segment)
    if (left < 0) break
    taken += segment
  }
  return taken
}

function takeEnd(text: string, columns: number): string {
  if (isNarrow(text)) return columns > 0 ? text.slice(-columns) : ''
  let taken = ''
  let left = columns
  for (const { segment } of [...graphemes(text)].toReversed()) {
    left -= columnsOf(segment)
    if (left < 0) break
    taken = segment + taken
  }
  return taken
}

/**
 * `text` in lines of at most `columns`, broken at spaces where there are any.
 *
 * A word longer than a line is broken anywhere; no character is lost but the space at a break.
 */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/(?<= )/)) {
    if (line !== '' && width(line + word.trimEnd()) > columns) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += word
    while (width(line.trimEnd()) > columns) {
      const part = take(line, columns) || line
      lines.push(part)
      line = line.slice(part.length)
    }
  }
  if (line.trimEnd() !== '' || lines.length === 0) lines.push(line.trimEnd())
  return lines
}

/** `text` wrapped behind `lead`, below which further lines begin. */
export function hanging(lead: string, text: string, columns: number): string[] {
  const [first = '', ...more] = wrap(text, Math.max(narrowestText, columns - width(lead)))
  const indent = ' '.repeat(width(lead))
  return [`${lead}${first}`.trimEnd(), ...more.map((line) => indent + line)]
}

/** Columns that text gets however narrow the terminal. */
const narrowestText = 16
