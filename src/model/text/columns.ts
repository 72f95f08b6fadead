import stringWidth from 'string-width'

/** Columns that `text`, which holds no escape sequences, takes on a terminal (UAX #11). */
export function columns(text: string): number {
  // Nearly all text is ASCII, and segmenting is slow.
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text)
}
