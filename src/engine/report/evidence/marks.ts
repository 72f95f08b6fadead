/** Where in a body the findings of a cell point, and the bytes around. */
import type { ShownBytes } from '../../../model/findings/evidence.ts'
import type { StreamItem } from '../../../model/observation.ts'
import type { CheckResult } from '../../../model/report.ts'

interface Mark {
  readonly byte: number
  readonly checks: readonly string[]
}

/**
 * Offsets that findings about an exchange name, by their byte or by their stream item, in order.
 *
 * @param index position of the exchange in its cell
 */
export function marksOf(
  checks: readonly CheckResult[],
  index: number,
  items: readonly StreamItem[],
): Mark[] {
  const marks = new Map<number, string[]>()
  for (const { id, finding, exchange = 0 } of checks) {
    if (finding?.at === undefined || exchange !== index) continue
    const { byte, item } = finding.at
    const at = byte ?? (item === undefined ? undefined : items[item]?.byte)
    if (at !== undefined) marks.set(at, [...(marks.get(at) ?? []), id])
  }
  return [...marks]
    .map(([byte, ids]) => ({ byte, checks: ids }))
    .toSorted((one, other) => one.byte - other.byte)
}

/** Bytes before and after an offset; a multiple of the 16 of one line. */
const around = 96
const mostWindows = 4

/** The bytes around the first of `marks`. */
export function bytesAround(body: Uint8Array, marks: readonly Mark[]): ShownBytes[] {
  return marks.slice(0, mostWindows).map(({ byte, checks }) => {
    const at = Math.min(Math.max(0, byte), body.length)
    const start = Math.max(0, at - (at % 16) - around)
    const shown = body.subarray(start, start + 2 * around + 16)
    return { start, hex: Buffer.from(shown).toString('hex'), mark: at, checks }
  })
}
