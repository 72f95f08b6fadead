/** Searches text of any size, block by block, under every combination of escapes. */
import { isBlank, type GramIndex } from './grams.ts'
import { endOf, unescaped, type Placed } from './unescape.ts'

const blockLength = 16 * 1024

/** Part of a block that is searched again with the next: longer than any escaped run of a secret. */
const overlap = 2 * 1024

/** Percent-encoded HTML in JSON, and one more. */
const mostLayers = 4

/** Takes text in pieces and marks the places of secrets in it, also where they span pieces. */
export interface Search {
  /** Bytes `from` up to `to` of `source`, which stand at the same places of what is marked. */
  add(source: Uint8Array, from: number, to: number): void
  /** Searches what is left. Nothing may be added after. */
  end(): void
}

/** What a search holds at a time: bytes without blanks, and where each stood. */
interface Block {
  readonly bytes: Uint8Array
  readonly starts: Int32Array
}

/** Blocks of searches that are over: a body takes dozens, and making them takes longer than a search. */
const spare: Block[] = []
const mostSpare = 64

function blockOf(capacity: number): Block {
  return { bytes: new Uint8Array(capacity), starts: new Int32Array(capacity) }
}

/** Copies bytes `from` up to `to` behind the first `length` of a block. Returns its new length. */
function copyWithoutBlanks(
  source: Uint8Array,
  from: number,
  to: number,
  { bytes, starts }: Block,
  length: number,
): number {
  let next = length
  for (let at = from; at < to; at += 1) {
    const byte = source[at] ?? 0
    if (isBlank(byte)) continue // also within an escape: lines are folded anywhere
    bytes[next] = byte
    starts[next] = at
    next += 1
  }
  return next
}

/**
 * @param mark called for each run of places that belongs to a secret, some more than once
 * @param hasEscapes false where nothing that is added holds an escape
 */
export function createSearch(
  index: GramIndex,
  mark: (start: number, end: number) => void,
  hasEscapes = true,
): Search {
  let { bytes, starts } = spare.pop() ?? blockOf(256)
  let length = 0

  const grow = (wanted: number): void => {
    if (wanted <= bytes.length) return
    const [oldBytes, oldStarts] = [bytes, starts]
    ;({ bytes, starts } = blockOf(Math.min(blockLength, Math.max(bytes.length * 2, wanted))))
    bytes.set(oldBytes)
    starts.set(oldStarts)
  }
  const look = (): void => {
    let layer: Placed | undefined = { bytes, starts, length }
    for (let depth = 0; depth < mostLayers && layer !== undefined; depth += 1) {
      const current: Placed = layer
      index.scan(current.bytes, current.length, (at) =>
        mark(current.starts[at] ?? 0, endOf(current, at)),
      )
      layer = hasEscapes ? unescaped(current, index.uses) : undefined
    }
  }
  const shift = (): void => {
    look()
    bytes.copyWithin(0, length - overlap, length)
    starts.copyWithin(0, length - overlap, length)
    length = overlap
  }

  return {
    add(source, from, to) {
      for (let at = from; at < to;) {
        if (length === blockLength) shift()
        const end = Math.min(to, at + blockLength - length)
        grow(length + end - at)
        length = copyWithoutBlanks(source, at, end, { bytes, starts }, length)
        at = end
      }
    },
    end() {
      if (length >= index.shortest) look()
      length = 0
      if (spare.length < mostSpare) spare.push({ bytes, starts })
    },
  }
}
