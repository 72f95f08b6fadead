/**
 * Cuts one list out of JSON that is too large to be parsed whole: where each of its elements stands,
 * and the text around them. Not a library: those that read streams parse in JavaScript, many times
 * slower than `JSON.parse`, which reads an element that was cut out.
 */

/** Where an element stands. */
export interface Element {
  /** Bytes from the beginning of the text. */
  readonly offset: number
  /** Bytes of the element. */
  readonly length: number
  /** The line on which it begins, from 1. */
  readonly line: number
}

export interface Split {
  /**
   * The text, with a number in place of the elements of each list that stands at the path. JSON may
   * name a member twice, and the last counts: the number that `JSON.parse` finds is an index of `lists`.
   */
  readonly around: string
  readonly lists: readonly (readonly Element[])[]
  /** Whether the text ends before a string, a list or an object in it does. */
  readonly isCut: boolean
}

/** Bytes of a name, its escapes included: values are strings too, and may be large. */
const longestName = 100

const LF = 0x0a
const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_LIST = 0x5b
const BACKSLASH = 0x5c
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/**
 * Splits UTF-8 text at the list that stands at `path` from the root. What is no JSON is found when
 * `around` and the elements are parsed: the text is JSON if, and only if, all of them are.
 *
 * @param blocks the bytes of the text in order; a block may be overwritten when the next is asked for
 */
export function splitJson(blocks: Iterable<Uint8Array>, path: readonly string[]): Split {
  const splitter = createSplitter(path)
  for (const block of blocks) splitter.add(block)
  return splitter.end()
}

function createSplitter(path: readonly string[]) {
  const around: Buffer[] = []
  const lists: Element[][] = []
  const open: number[] = []
  const names: string[] = []
  let base = 0
  let line = 1
  let name: Buffer | undefined // of the string that was read last
  let inString = false
  let backslashes = 0 // before the byte that comes next, in a string
  let list: Element[] | undefined // that is being read
  let start: Pick<Element, 'offset' | 'line'> | undefined // of the element that is being read

  const isAtPath = (): boolean =>
    open.length === path.length &&
    open.every((kind) => kind === OPEN_OBJECT) &&
    path.every((part, depth) => names[depth + 1] === part)
  const isBetween = (): boolean => list !== undefined && open.length === path.length + 1

  /** Ends an element; an empty one is no JSON, but in an empty list. */
  const endElement = (offset: number, isLast: boolean): void => {
    const isEmpty = isLast && start === undefined && list?.length === 0
    const { offset: from, line: at } = start ?? { offset, line }
    if (!isEmpty) list?.push({ offset: from, length: offset - from, line: at })
    start = undefined
  }

  /** Reads a string as far as the block goes; returns the index after it. */
  const readString = (block: Buffer, from: number): number => {
    let index = from
    while (inString) {
      const quote = block.indexOf(QUOTE, index)
      const end = quote === -1 ? block.length : quote
      let before = end
      while (before > index && block[before - 1] === BACKSLASH) before -= 1
      backslashes = end - before + (before === index ? backslashes : 0)
      index = quote === -1 ? end : end + 1
      if (quote === -1) break
      inString = backslashes % 2 === 1 // RFC 8259 section 7: after an odd number it is escaped
      backslashes = 0
    }
    if (name !== undefined) {
      const part = block.subarray(from, inString ? index : index - 1)
      name = name.length + part.length > longestName ? undefined : Buffer.concat([name, part])
    }
    return index
  }

  const readByte = (byte: number, offset: number): void => {
    if (isBetween()) {
      if (byte === COMMA) return endElement(offset, false)
      if (byte !== CLOSE_LIST) start ??= { offset, line }
    }
    if (byte === QUOTE) {
      inString = true
      name = open.length <= path.length ? nothing : undefined
    } else if (byte === COLON) names[open.length] = textOf(name)
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      if (isBetween()) {
        endElement(offset, true)
        list = undefined
      }
      open.pop()
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      if (byte === OPEN_LIST && isAtPath()) lists.push((list = []))
      open.push(byte)
    }
  }

  return {
    add(bytes: Uint8Array): void {
      const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
      let from = 0 // of what is outside a list
      for (let index = 0; index < block.length;) {
        if (inString) {
          index = readString(block, index)
          continue
        }
        const byte = block[index] ?? 0
        if (byte === LF) line += 1
        if (!isSpace(byte)) {
          const before = list
          readByte(byte, base + index)
          if (before === undefined && list !== undefined) {
            around.push(copied(block, from, index), Buffer.from(`[${lists.length - 1}`))
          }
          if (before !== undefined && list === undefined) from = index
        }
        index += 1
      }
      if (list === undefined) around.push(copied(block, from))
      base += block.length
    },
    end: (): Split => ({
      around: Buffer.concat(around).toString('utf8'),
      lists,
      isCut: inString || open.length > 0,
    }),
  }
}

const nothing = Buffer.alloc(0)

/** RFC 8259 section 2. */
function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === LF || byte === 0x0d || byte === 0x09
}

function copied(block: Buffer, from: number, to?: number): Buffer {
  return Buffer.from(block.subarray(from, to))
}

/** A name as JSON reads it. */
function textOf(name: Buffer | undefined): string {
  const text = name?.toString('utf8') ?? ''
  if (!text.includes('\\')) return text
  try {
    return String(JSON.parse(`"${text}"`))
  } catch {
    return text
  }
}
