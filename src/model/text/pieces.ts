/** Texts that are too large to be held whole: they are made and written piece by piece. */

/** A text, or its pieces in order, of which each is made when it is asked for. */
export type Text = string | Iterable<string>

/** The whole of a text. */
export function wholeText(text: Text): string {
  return typeof text === 'string' ? text : [...text].join('')
}

/** The same text in pieces of at least `least` characters, so that a small piece is no write of its own. */
export function* gathered(text: Text, least = 65_536): Generator<string> {
  let held: string[] = []
  let length = 0
  for (const piece of typeof text === 'string' ? [text] : text) {
    held.push(piece)
    length += piece.length
    if (length < least) continue
    yield held.join('')
    held = []
    length = 0
  }
  if (length > 0) yield held.join('')
}
