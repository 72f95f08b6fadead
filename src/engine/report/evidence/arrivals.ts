import type { TimedBytes } from '../../../model/exchange.ts'

/** A timeline shows no more. */
const mostArrivals = 160

/** Time and length of each chunk; neighbours are joined until at most 160 are left. */
export function arrivalsOf(chunks: readonly TimedBytes[]): [number, number][] {
  const size = Math.max(1, Math.ceil(chunks.length / mostArrivals))
  const arrivals: [number, number][] = []
  for (let start = 0; start < chunks.length; start += size) {
    const joined = chunks.slice(start, start + size)
    const length = joined.reduce((sum, { bytes }) => sum + bytes.length, 0)
    arrivals.push([rounded(joined.at(-1)?.at ?? 0), length])
  }
  return arrivals
}

/** Milliseconds with one decimal. */
export function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10
}
