/** Aligned columns for a terminal. */
import CliTable3 from 'cli-table3'

const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}

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
  const table = new CliTable3({
    head: [...head],
    chars: noBorders,
    colAligns: [...align],
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    ...(widths && { colWidths: [...widths], wordWrap: true, wrapOnWordBoundary: true }),
  })
  for (const row of rows) table.push([...row])
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
}
