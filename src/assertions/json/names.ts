/**
 * Names that stand twice in one JSON object: `JSON.parse` keeps the last without an error. Not a library:
 * parsers that report them stop there, and do not say where the others are.
 */

/** A name that its object already has. */
export interface RepeatedName {
  readonly name: string
  /** Position in the text. */
  readonly at: number
}

/**
 * The first name that stands twice in one object (RFC 8259 section 4: names should be unique).
 *
 * @param text JSON; what is not is read as far as it goes
 */
export function repeatedName(text: string): RepeatedName | undefined {
  /** Names of every object that is open; undefined for an open list. */
  const open: (Set<string> | undefined)[] = []
  /** Where the last string began, as long as nothing but space has come after it. */
  let start = -1
  let end = -1
  for (let at = 0; at < text.length; at += 1) {
    switch (text[at]) {
      case '"':
        start = at
        end = at = closingQuote(text, at)
        break
      case '{':
        open.push(new Set())
        start = -1
        break
      case '[':
        open.push(undefined)
        start = -1
        break
      case '}':
      case ']':
        open.pop()
        start = -1
        break
      case ',':
        start = -1
        break
      case ':': {
        if (start < 0) break
        const names = open.at(-1)
        const name = spelled(text.slice(start, end + 1))
        if (names?.has(name) === true) return { name, at: start }
        names?.add(name)
        start = -1
        break
      }
      default:
    }
  }
  return undefined
}

/** Position of the quote that ends the string begun at `from`; past the end where none does. */
function closingQuote(text: string, from: number): number {
  let quote = text.indexOf('"', from + 1)
  while (quote > 0 && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1)
  return quote < 0 ? text.length : quote
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1
  while (text[before] === '\\') before -= 1
  return (at - before) % 2 === 0
}

/** Two spellings of a name, with escapes and without, are one name. */
function spelled(text: string): string {
  if (!text.includes('\\')) return text.slice(1, -1)
  try {
    return String(JSON.parse(text))
  } catch {
    return text
  }
}
