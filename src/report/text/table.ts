/**
 * Aligned columns for a terminal. Not a library: theirs cut or wrap every column alike; here some give
 * way first, and a verdict is never cut.
 */
import { width, wrap } from './width.ts'

const gap = '  '

/**
 * Rows under a head, columns aligned, no borders, no colours.
 *
 * @param align one of `left` and `right` per column
 * @param widths columns each may take at most; longer text wraps, also inside a word
 */
export function plainTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  align: readonly ('left' | 'right')[],
  widths?: readonly number[],
): string[] {
  const linesOf = (text: string, column: number): string[] =>
    text.split('\n').flatMap((line) => {
      const most = widths?.[column]
      return most === undefined || line === '' ? [line] : wrap(line, most)
    })
  const cells = [head, ...rows].map((row) => row.map(linesOf))
  const columns = head.map((_, column) =>
    cells.reduce((most, row) => widest(row[column] ?? [], most), 0),
  )
  return cells.flatMap((row) => {
    const height = row.reduce((most, lines) => Math.max(most, lines.length), 0)
    return Array.from({ length: height }, (_, at) =>
      columns
        .map((size, column) => padded(row[column]?.[at] ?? '', size, align[column] ?? 'left'))
        .join(gap)
        .trimEnd(),
    )
  })
}

function widest(lines: readonly string[], most: number): number {
  return lines.reduce((widestSoFar, line) => Math.max(widestSoFar, width(line)), most)
}

function padded(text: string, size: number, align: 'left' | 'right'): string {
  const blanks = ' '.repeat(Math.max(0, size - width(text)))
  return align === 'right' ? blanks + text : text + blanks
}
