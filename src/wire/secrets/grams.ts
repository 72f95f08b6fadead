/** Finds runs of secrets: every twelve characters in a row of any of their forms. */
import { asBuffer } from '../bytes.ts'

/**
 * Characters of a secret in a row that count as a part of it: 72 bits of a base64 text, so that
 * chance never makes them.
 */
const runLength = 12

/** A run with fewer different characters is padding or zeros, which any body holds. */
const fewestDistinct = 5

/** RFC 4648 section 5 writes `-` for `+` and `_` for `/`. */
const base64Twins: readonly (readonly [number, number])[] = [
  [0x2b, 0x2d],
  [0x2f, 0x5f],
]

/** `text` as bytes without white space, base64url written as base64. */
function folded(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'utf8').map((byte) => fold[byte] ?? 0)).filter(
    (byte) => byte !== 0,
  )
}

/** 0 for what may stand within a secret: NUL (of UTF-16), white space (of folded lines). */
const fold = Uint8Array.from({ length: 256 }, (_, byte) => byte)
for (const blank of '\0\t\n\r ') fold[blank.charCodeAt(0)] = 0
for (const [one, other] of base64Twins) fold[other] = one

/** Whether a byte may stand within a secret without being a part of it. */
export function isBlank(byte: number): boolean {
  return fold[byte] === 0
}

/** Says of which characters of a text a secret consists. */
export interface GramIndex {
  /** Calls `found` with the index of every byte that belongs to a secret. No byte may be blank. */
  scan(bytes: Uint8Array, length: number, found: (index: number) => void): void
  /** Bytes of the shortest text that can hold something to find; infinite where nothing can. */
  readonly shortest: number
  /** Whether a byte occurs in a secret at all. */
  readonly uses: (code: number) => boolean
}

/**
 * Prepares the search for `forms` and all their runs of twelve. Forms that are shorter are found
 * whole. Runs that also occur in `known` texts, or repeat few characters, count only beside others.
 */
export function createGramIndex(forms: readonly string[], known: readonly string[]): GramIndex {
  const byLength = new Map<number, Uint8Array[]>()
  for (const text of forms.map(folded)) {
    const length = Math.min(text.length, runLength)
    const same = byLength.get(length)
    if (same) same.push(text)
    else byLength.set(length, [text])
  }
  const harmless = known.map(folded)
  const tables = [...byLength].map(([length, texts]) => createTable(texts, harmless, length))
  const used = usedBytes(forms)
  return {
    shortest: Math.min(...byLength.keys()),
    scan(bytes, length, found) {
      for (const table of tables) scanTable(table, used, bytes, length, found)
    },
    uses: (code) => used[code] === 1,
  }
}

function usedBytes(forms: readonly string[]): Uint8Array {
  const used = new Uint8Array(256)
  for (const form of forms) for (const byte of Buffer.from(form, 'utf8')) used[byte] = 1
  for (const [one, other] of base64Twins) {
    if (used[one] === 1 || used[other] === 1) used[one] = used[other] = 1
  }
  return used
}

/** Runs of one length, by their hash. */
interface Table {
  readonly length: number
  /** All texts, one after another. */
  readonly pool: Uint8Array
  /** Offset in `pool` of a run, plus 1; 0 where there is none; negative where it is no secret alone. */
  readonly slots: Int32Array
  /** `base` to the power of `length`. */
  readonly leading: number
  /** 1 at the hash of every three bytes in a row of the texts. */
  readonly trigrams: Uint8Array
}

/** The prime of FNV-1a: any odd number that spreads the bits. */
const base = 0x01000193

function createTable(
  texts: readonly Uint8Array[],
  known: readonly Uint8Array[],
  length: number,
): Table {
  const pool = new Uint8Array(Buffer.concat(texts))
  const size = 2 ** Math.ceil(Math.log2(Math.max(64, pool.length * 3)))
  const table = {
    length,
    pool,
    slots: new Int32Array(size),
    leading: power(base, length),
    trigrams: trigramsOf(pool),
  }
  const harmless = new Set(known.flatMap((text) => runsOf(text, length)))
  let offset = 0
  for (const text of texts) {
    const weak = runsOf(text, length).map((run) => isRepetitive(run) || harmless.has(run))
    const isAllWeak = weak.every(Boolean)
    for (const [at, isWeak] of weak.entries()) insert(table, offset + at, isWeak && !isAllWeak)
    offset += text.length
  }
  return table
}

function runsOf(text: Uint8Array, length: number): string[] {
  const whole = asBuffer(text).toString('latin1')
  const count = Math.max(0, whole.length - length + 1)
  return Array.from({ length: count }, (_, at) => whole.slice(at, at + length))
}

function isRepetitive(run: string): boolean {
  let distinct = 0
  for (let at = 0; at < run.length && distinct < fewestDistinct; at += 1) {
    if (run.indexOf(run.charAt(at)) === at) distinct += 1
  }
  return distinct < fewestDistinct
}

function power(value: number, exponent: number): number {
  let result = 1
  for (let step = 0; step < exponent; step += 1) result = Math.imul(result, value)
  return result
}

function hashOf({ pool, length }: Table, offset: number): number {
  let hash = 0
  for (let at = offset; at < offset + length; at += 1) {
    hash = (Math.imul(hash, base) + (pool[at] ?? 0)) | 0
  }
  return hash
}

function slotOf(hash: number, slots: Int32Array): number {
  return (hash ^ (hash >>> 15)) & (slots.length - 1)
}

function insert(table: Table, offset: number, isWeak: boolean): void {
  const { slots, pool, length } = table
  let slot = slotOf(hashOf(table, offset), slots)
  for (let taken = slots[slot] ?? 0; taken !== 0; taken = slots[slot] ?? 0) {
    if (isSame(pool, Math.abs(taken) - 1, offset, length)) {
      if (!isWeak) slots[slot] = Math.abs(taken)
      return
    }
    slot = (slot + 1) & (slots.length - 1)
  }
  slots[slot] = isWeak ? -(offset + 1) : offset + 1
}

function isSame(pool: Uint8Array, one: number, other: number, length: number): boolean {
  for (let at = 0; at < length; at += 1) if (pool[one + at] !== pool[other + at]) return false
  return true
}

const trigramLength = 3

/** Slots for trigrams: few enough for the processor's cache, many enough to be mostly empty. */
const trigramSlots = 2 ** 17

function trigramSlot(one: number, two: number, three: number): number {
  return (Math.imul((one << 16) | (two << 8) | three, 0x9e3779b1) >>> 15) & (trigramSlots - 1)
}

function trigramsOf(pool: Uint8Array): Uint8Array {
  const trigrams = new Uint8Array(trigramSlots)
  for (let at = 2; at < pool.length; at += 1) {
    trigrams[trigramSlot(pool[at - 2] ?? 0, pool[at - 1] ?? 0, pool[at] ?? 0)] = 1
  }
  return trigrams
}

/**
 * Every run of a secret contains the trigram that begins at one multiple of `stride`. Where that is a
 * trigram of no secret nothing else is looked at; around the others each byte is.
 */
function scanTable(
  table: Table,
  used: Uint8Array,
  bytes: Uint8Array,
  end: number,
  found: (index: number) => void,
): void {
  const { length, trigrams } = table
  const stride = length - trigramLength + 1
  if (stride < 1) return roll(table, used, bytes, 0, end, found)
  /** Bytes that may belong to runs around the trigrams found, not looked at yet. */
  let from = 0
  let to = 0
  for (let at = 0; at + trigramLength <= end; at += stride) {
    const one = fold[bytes[at] ?? 0] ?? 0
    const two = fold[bytes[at + 1] ?? 0] ?? 0
    const three = fold[bytes[at + 2] ?? 0] ?? 0
    if (trigrams[trigramSlot(one, two, three)] === 0) continue
    const first = Math.max(0, at - stride + 1)
    // Runs that overlap count together, so what overlaps is looked at together.
    if (first > to) {
      roll(table, used, bytes, from, to, found)
      from = first
    }
    to = Math.min(end, at + length)
  }
  roll(table, used, bytes, from, to, found)
}

/** A rolling hash (Rabin and Karp): each byte is looked at once, in place. */
function roll(
  table: Table,
  used: Uint8Array,
  bytes: Uint8Array,
  begin: number,
  end: number,
  found: (index: number) => void,
): void {
  const { length, slots, leading } = table
  if (end - begin < length) return
  let hash = 0
  let filled = 0
  /** Of the matches one after another: the first byte, just after the last, whether one is secret. */
  let from = -1
  let to = -1
  let isSecret = false
  for (let at = begin; at < end; at += 1) {
    const byte = bytes[at] ?? 0
    if (used[byte] === 0) {
      filled = 0
      hash = 0
      continue
    }
    hash = (Math.imul(hash, base) + (fold[byte] ?? 0)) | 0
    if (filled < length) filled += 1
    else hash = (hash - Math.imul(leading, fold[bytes[at - length] ?? 0] ?? 0)) | 0
    if (filled < length || slots[slotOf(hash, slots)] === 0) continue
    const start = at - length + 1
    const match = matchOf(table, hash, bytes, start)
    if (match === 0) continue
    if (start >= to) {
      if (isSecret) markAll(from, to, found)
      from = start
      isSecret = false
    }
    to = at + 1
    isSecret ||= match > 0
  }
  if (isSecret) markAll(from, to, found)
}

function markAll(from: number, to: number, found: (index: number) => void): void {
  for (let at = from; at < to; at += 1) found(at)
}

/** The slot's content for the run of `bytes` that begins at `start`; 0 where the table does not hold it. */
function matchOf(
  { slots, pool, length }: Table,
  hash: number,
  bytes: Uint8Array,
  start: number,
): number {
  let slot = slotOf(hash, slots)
  for (let taken = slots[slot] ?? 0; taken !== 0; taken = slots[slot] ?? 0) {
    const offset = Math.abs(taken) - 1
    let at = 0
    while (at < length && fold[bytes[start + at] ?? 0] === pool[offset + at]) at += 1
    if (at === length) return taken
    slot = (slot + 1) & (slots.length - 1)
  }
  return 0
}
