/**
 * Blocks of a document that show a command and what it prints. A comment before the block marks it:
 *
 * ```
 * <!-- output
 * after: COMMAND         run before, without showing it; may be repeated
 * keep: REGEX .. REGEX   show from the first line that matches to the next that matches the second
 * keep: REGEX            show this line
 * -->
 * ```
 *
 * Without `keep` all is shown; lines between what is kept are shown as `…`.
 */

export interface Block {
  /** Commands that are run first. */
  readonly before: readonly string[]
  readonly command: string
  /** What the document shows. */
  readonly shown: string
  readonly keep: readonly string[]
  /** Offsets of `shown` in the document. */
  readonly start: number
  readonly end: number
}

const marked = /<!-- output\n([^]*?)-->\n\n?```\n(\$ (.*)\n)([^]*?)```/g

/** The marked blocks of a document, in their order. */
export function blocksIn(document: string): Block[] {
  return [...document.matchAll(marked)].map((match): Block => {
    const [whole, notes = '', line = '', command = '', shown = ''] = match
    const end = (match.index ?? 0) + whole.length - '```'.length
    const valuesOf = (label: string): string[] =>
      notes
        .split('\n')
        .filter((note) => note.startsWith(`${label}: `))
        .map((note) => note.slice(label.length + 2))
    if (line === '') throw new Error(`No command in a block that is marked as output: ${whole}`)
    return {
      before: valuesOf('after'),
      command,
      shown,
      keep: valuesOf('keep'),
      start: end - shown.length,
      end,
    }
  })
}

/** Commands that a document shows with their output, in blocks that nothing marks. */
export function unmarkedIn(document: string): string[] {
  const all = [...document.matchAll(/^```\n\$ (.*)\n/gm)].map(([, command = '']) => command)
  const known = blocksIn(document).map(({ command }) => command)
  return all.filter((command) => !known.includes(command))
}

/**
 * The lines of `output` that `keep` selects.
 *
 * @throws Error for a pattern that matches no line
 */
export function kept(output: string, keep: readonly string[]): string {
  const lines = output.trimEnd().split('\n')
  if (keep.length === 0) return `${lines.join('\n')}\n`
  let at = 0
  const shown: string[] = []
  for (const range of keep) {
    const [first = '', last] = range.split(' .. ')
    const from = find(lines, first, at)
    const to = last === undefined ? from : find(lines, last, from)
    if (from > at) shown.push('…')
    shown.push(...lines.slice(from, to + 1))
    at = to + 1
  }
  if (at < lines.length) shown.push('…')
  return `${shown.join('\n')}\n`
}

function find(lines: readonly string[], pattern: string, from: number): number {
  const found = lines.findIndex((line, index) => index >= from && new RegExp(pattern).test(line))
  if (found < 0) throw new Error(`No line matches /${pattern}/ in:\n${lines.join('\n')}`)
  return found
}

/** `text` without what differs from run to run: times, ports, ids, random words, widths of columns. */
export function comparable(text: string): string {
  return (
    text
      .replace(/\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?Z?)?)?/g, 'DATE')
      .replace(/\b\d+(?:\.\d+)? (?:ms|s|min)\b/g, 'TIME')
      .replace(/127\.0\.0\.1:\d+/g, 'ADDRESS')
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
      .replace(/"(?:[b-df-hj-np-tv-z][aeiou]){3,}[b-df-hj-np-tv-z]?"/g, 'WORD')
      .replace(/[ \t]+/g, ' ')
      // A row of the history: a machine that is busy leaves checks of the pace open.
      .replace(/^(DATE(?: \d+){6}) \d+ TIME/gm, '$1 OPEN TIME')
  )
}
