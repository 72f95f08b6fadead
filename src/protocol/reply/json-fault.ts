/** Says where bytes stop being JSON. `JSON.parse` names no byte, and not always a place. */

export interface JsonFault {
  /** One sentence. */
  readonly message: string
  /**
   * Length of the longest beginning that some JSON text has: the offset of the first byte that is
   * wrong, or the length of the whole where it ends too early.
   */
  readonly byte: number
}

/** The first fault by RFC 8259; undefined where the bytes are one JSON text. */
export function jsonFault(bytes: Uint8Array): JsonFault | undefined {
  const cursor: Cursor = { bytes, at: 0 }
  if (readText(cursor)) return undefined
  const byte = cursor.at
  if (bytes.length === 0) return { message: 'The body is empty.', byte }
  if (byte === bytes.length) return { message: 'The JSON text ends too early.', byte }
  return { message: `${nameOf(bytes[byte] ?? 0)} cannot stand here in JSON.`, byte }
}

function nameOf(byte: number): string {
  const shown = byte > 0x20 && byte < 0x7f ? ` (${String.fromCodePoint(byte)})` : ''
  return `Byte 0x${byte.toString(16).padStart(2, '0')}${shown}`
}

/** Every reader moves `at` past what is right; one that returns false leaves it at the fault. */
interface Cursor {
  readonly bytes: Uint8Array
  at: number
}

/** One JSON text, without recursion: how deep it nests is the server's choice. */
function readText(cursor: Cursor): boolean {
  /** The closing bracket of every open object and array. */
  const open: string[] = []
  do {
    const opened = readValueStart(cursor)
    if (opened === false) return false
    if (opened !== true) open.push(opened)
    else if (!readAfterValue(cursor, open)) return false
  } while (open.length > 0)
  return cursor.at === cursor.bytes.length
}

/** A scalar or an empty container, or the closing bracket of the container that has begun. */
function readValueStart(cursor: Cursor): boolean | '}' | ']' {
  skipSpace(cursor)
  const first = peek(cursor)
  if (first === '"') return readString(cursor)
  if (first !== '{' && first !== '[') return readNumberOrWord(cursor, first)
  cursor.at += 1
  const closing = first === '{' ? '}' : ']'
  skipSpace(cursor)
  if (take(cursor, closing)) return true
  if (closing === '}' && !readName(cursor)) return false
  return closing
}

/** Closing brackets as they come, then a comma (and a name) where a container is still open. */
function readAfterValue(cursor: Cursor, open: string[]): boolean {
  skipSpace(cursor)
  for (let closing = open.at(-1); closing !== undefined; closing = open.at(-1)) {
    if (!take(cursor, closing)) break
    open.pop()
    skipSpace(cursor)
  }
  if (open.length === 0) return true
  if (!take(cursor, ',')) return false
  skipSpace(cursor)
  return open.at(-1) === ']' || readName(cursor)
}

function readName(cursor: Cursor): boolean {
  if (peek(cursor) !== '"' || !readString(cursor)) return false
  skipSpace(cursor)
  return take(cursor, ':')
}

function readString(cursor: Cursor): boolean {
  cursor.at += 1
  for (;;) {
    if (take(cursor, '"')) return true
    if (take(cursor, '\\')) {
      if (!readEscape(cursor)) return false
    } else if ((cursor.bytes[cursor.at] ?? 0) < 0x20) return false
    else cursor.at += 1
  }
}

function readEscape(cursor: Cursor): boolean {
  if (take(cursor, 'u')) return [0, 1, 2, 3].every(() => take(cursor, '0123456789abcdefABCDEF'))
  return take(cursor, '"\\/bfnrt')
}

function readNumberOrWord(cursor: Cursor, first: string): boolean {
  const word = ['true', 'false', 'null'].find((one) => one.startsWith(first))
  if (first !== '' && word !== undefined) {
    return Array.from(word).every((letter) => take(cursor, letter))
  }
  take(cursor, '-')
  if (!take(cursor, '0') && !takeDigits(cursor)) return false
  if (take(cursor, '.') && !takeDigits(cursor)) return false
  if (!take(cursor, 'eE')) return true
  take(cursor, '+-')
  return takeDigits(cursor)
}

function takeDigits(cursor: Cursor): boolean {
  const start = cursor.at
  while (take(cursor, '0123456789')) continue
  return cursor.at > start
}

function skipSpace(cursor: Cursor): void {
  while (take(cursor, ' \t\n\r')) continue
}

/** Moves past the next byte when it is one of `wanted`. */
function take(cursor: Cursor, wanted: string): boolean {
  const next = peek(cursor)
  if (next === '' || !wanted.includes(next)) return false
  cursor.at += 1
  return true
}

/** The next byte as a character; empty at the end. */
function peek(cursor: Cursor): string {
  const byte = cursor.bytes[cursor.at]
  return byte === undefined ? '' : String.fromCodePoint(byte)
}
