import stringWidth from 'string-width'

/** ASCII, Latin-1 without the soft hyphen, and the signs of our own sentences: a column each, side by side, too. */
const narrow = /^[ -~\u00a1-\u00ac\u00ae-\u00ff–“”…→✓✗⚠]*$/

/** Whether each character of `text` takes one column, so that it can be cut anywhere. */
export function isNarrow(text: string): boolean {
  return narrow.test(text)
}

/** Columns that `text`, which holds no escape sequences, takes on a terminal (UAX #11). */
export function columns(text: string): number {
  // Segmenting is slow: a tenth of what reports with many failures take.
  return isNarrow(text) ? text.length : stringWidth(text)
}
