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
  end(): void
}

/** @param mark called for each run of places that belongs to a secret, some more than once */
export function createSearch(index: GramIndex, mark: (start: number, end: number) => void): Search {
  let capacity = 256
  let bytes = new Uint8Array(capacity)
  let starts = new Int32Array(capacity)
  let length = 0

  const grow = (wanted: number): void => {
    if (wanted <= capacity) return
    capacity = Math.min(blockLength, Math.max(capacity * 2, wanted))
    const [oldBytes, oldStarts] = [bytes, starts]
    bytes = new Uint8Array(capacity)
    starts = new Int32Array(capacity)
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
      layer = unescaped(current, index.uses)
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
        for (; at < end; at += 1) {
          const byte = source[at] ?? 0
          if (isBlank(byte)) continue // also within an escape: lines are folded anywhere
          bytes[length] = byte
          starts[length] = at
          length += 1
        }
      }
    },
    end() {
      look()
      length = 0
    },
  }
}
