/** The messages between the pool and its workers: plain data, so that they can cross processes. */
import type { Deviation } from '../../reference/deviation.ts'
import { hostileServers, type HostileShare } from '../stubs/stubs.ts'
import { groupsOf } from './groups.ts'
import type { Played } from './played.ts'

/**
 * The cells that a deviation is played on: those that are meant to see it and a sample; also every
 * case once on each API, or those of them of which the power file does not say whether they find it;
 * or all.
 */
export type Breadth = 'meant' | 'each-case' | 'new-cases' | 'all'

export type Job =
  /** The reference without a deviation: on all cells, or on those that prove these deviations. */
  | { readonly kind: 'plain'; readonly ids?: readonly string[] }
  | { readonly kind: 'deviation'; readonly id: string; readonly breadth: Breadth }
  /** Several at once, on every cell that one of them can change. */
  | { readonly kind: 'together'; readonly ids: readonly string[] }
  | { readonly kind: 'hostile'; readonly id: string }

export type Done =
  | { readonly played: Played }
  | { readonly several: readonly Played[] }
  | { readonly hostile: HostileShare }
  | { readonly failed: string }

/** All jobs, the longest first, so that no worker is still busy with one at the end. */
export function jobsFor(
  deviations: readonly Deviation[],
  { whole, breadth }: { readonly whole: boolean; readonly breadth: Breadth },
): Job[] {
  const slowFirst = deviations.toSorted((one, other) => (other.hangs ?? 0) - (one.hangs ?? 0))
  return [
    whole || breadth === 'all'
      ? { kind: 'plain' }
      : { kind: 'plain', ids: deviations.map(({ id }) => id) },
    ...(whole ? hostileServers.map(({ id }): Job => ({ kind: 'hostile', id })) : []),
    ...slowFirst.map(({ id }): Job => ({ kind: 'deviation', id, breadth })),
  ]
}

/**
 * Each deviation on every cell, several at once where they can be. The reference without one is
 * played by `jobsFor`.
 */
export function jobsTogether(deviations: readonly Deviation[]): Job[] {
  const groups = groupsOf(deviations).map((group) => group.map(({ id }) => id))
  return groups.map(([first = '', ...others]): Job => {
    if (others.length > 0) return { kind: 'together', ids: [first, ...others] }
    return { kind: 'deviation', id: first, breadth: 'all' }
  })
}

/** What was played, one entry for each deviation and one for the reference without any. */
export function playedIn(done: readonly Done[]): Played[] {
  return done.flatMap((one) => {
    if ('played' in one) return [one.played]
    return 'several' in one ? one.several : []
  })
}
