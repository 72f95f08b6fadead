/** Finds many long patterns in one pass. */
import type { SecretPattern } from './forms.ts'

/** A run of characters, or of bytes where the text has one character per byte. */
export interface Range {
  readonly start: number
  /** Just after the last. */
  readonly end: number
}

/** Patterns with the same head: a whole one is tried only where the head stands. */
interface Group {
  readonly head: RegExp
  readonly wholes: readonly RegExp[]
}

/** Pairs of characters are told apart by their low bytes: enough to pass nearly all text by. */
const pairs = 0x1_00_00

/**
 * Makes a function that finds where `patterns` match: in order, apart from each other, the longest
 * match first. A run over all regions has hundreds of patterns, and one regular expression of all
 * of them would cost more than the run: so a table says by two characters where one can begin.
 */
export function createScanner(patterns: readonly SecretPattern[]): (text: string) => Range[] {
  if (patterns.length === 0) return () => []
  const table = new Map<number, Group[]>()
  // Bytes beside the table: nearly every pair is passed by, and these stay in the fast cache.
  const begins = new Uint8Array(pairs)
  for (const [group, starts] of grouped(patterns)) {
    for (const pair of starts) {
      begins[pair] = 1
      const there = table.get(pair)
      if (there) there.push(group)
      else table.set(pair, [group])
    }
  }
  return (text) => {
    const ranges: Range[] = []
    const last = text.length - 1
    let next = text.charCodeAt(0)
    for (let at = 0; at < last; at += 1) {
      const pair = ((next & 0xff) << 8) | ((next = text.charCodeAt(at + 1)) & 0xff)
      if (begins[pair] === 0) continue
      const end = longestMatch(table.get(pair) ?? [], text, at)
      if (end === undefined) continue
      ranges.push({ start: at, end })
      at = end - 1
      next = text.charCodeAt(end)
    }
    return ranges
  }
}

function pairOf(first: number, second: number): number {
  return ((first & 0xff) << 8) | (second & 0xff)
}

function grouped(patterns: readonly SecretPattern[]): Map<Group, ReadonlySet<number>> {
  const byHead = new Map<string, { wholes: Set<string>; starts: Set<number> }>()
  for (const { head, whole, starts } of patterns) {
    const group = byHead.get(head) ?? { wholes: new Set(), starts: new Set() }
    byHead.set(head, group)
    group.wholes.add(whole)
    for (const pair of starts.flatMap(pairsOf)) group.starts.add(pair)
  }
  return new Map(
    [...byHead].map(([head, { wholes, starts }]) => [
      { head: sticky(head), wholes: [...wholes].map(sticky) },
      starts,
    ]),
  )
}

function pairsOf(start: string): number[] {
  if (start.length > 1) return [pairOf(start.charCodeAt(0), start.charCodeAt(1))]
  return Array.from({ length: 0x100 }, (_, second) => pairOf(start.charCodeAt(0), second))
}

function sticky(source: string): RegExp {
  return new RegExp(source, 'y')
}

function longestMatch(groups: readonly Group[], text: string, at: number): number | undefined {
  let longest: number | undefined
  for (const { head, wholes } of groups) {
    head.lastIndex = at
    if (!head.test(text)) continue
    for (const whole of wholes) {
      whole.lastIndex = at
      if (whole.test(text) && whole.lastIndex > (longest ?? at)) longest = whole.lastIndex
    }
  }
  return longest
}
