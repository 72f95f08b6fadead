/** Names that stand twice in one JSON object: `JSON.parse` keeps the last and says nothing. */

/** A name that its object already has. */
export interface RepeatedName {
  readonly name: string
  /** Position in the text. */
  readonly at: number
}

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gsu

/**
 * The first name that stands twice in one object (RFC 8259 section 4: names should be unique).
 *
 * @param text JSON; what is not is read as far as it goes
 */
export function repeatedName(text: string): RepeatedName | undefined {
  /** Names of every object that is open; undefined for an open list. */
  const open: (Set<string> | undefined)[] = []
  let last: { readonly text: string; readonly at: number } | undefined
  for (const { 0: part, index: at } of text.matchAll(token)) {
    if (part === '{') open.push(new Set())
    else if (part === '[') open.push(undefined)
    else if (part === '}' || part === ']') open.pop()
    else if (part === ':' && last !== undefined) {
      const names = open.at(-1)
      const name = spelled(last.text)
      if (names?.has(name) === true) return { name, at: last.at }
      names?.add(name)
    }
    last = part.startsWith('"') ? { text: part, at } : undefined
  }
  return undefined
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
