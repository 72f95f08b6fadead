/**
 * The line, from 1, on which each element of `log.entries` begins in the text of a HAR file. The
 * text must be JSON; a file that names `entries` twice gives the lines of both. Not a library: parsers
 * with positions make a tree of the whole file, which may be large.
 */
export function entryLines(text: string): number[] {
  const lines: number[] = []
  const open: string[] = []
  const keys: string[] = []
  let line = 1
  let word = ''
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? ''
    if (character === '\n') line += 1
    else if (character === ':') keys[open.length] = word
    else if (character === '}' || character === ']') open.pop()
    else if (character === '{' || character === '[') {
      if (open.join('') === '{{[' && keys[1] === 'log' && keys[2] === 'entries') lines.push(line)
      open.push(character)
    } else if (character === '"') {
      const end = endOfString(text, index)
      word = end - index > longestKey ? '' : text.slice(index + 1, end)
      index = end
    }
  }
  return lines
}

/** Bodies are strings too, and no key. */
const longestKey = 100

/** Index of the quotation mark that ends the string which begins at `start`. */
function endOfString(text: string, start: number): number {
  let end = start
  do {
    end = text.indexOf('"', end + 1)
    if (end < 0) return text.length
  } while (isEscaped(text, end))
  return end
}

/** RFC 8259 section 7: after an odd number of backslashes. */
function isEscaped(text: string, index: number): boolean {
  let before = index
  while (text[before - 1] === '\\') before -= 1
  return (index - before) % 2 === 1
}
