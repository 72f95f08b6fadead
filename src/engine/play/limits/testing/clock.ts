/** A clock that stands still until a test lets time pass. */
import type { Clock } from '../system-clock.ts'

/** Until all that can go on has gone on. */
export async function settled(): Promise<void> {
  return new Promise((done) => void setImmediate(done))
}

export interface TestClock extends Clock {
  readonly pass: (milliseconds: number) => Promise<void>
  /** Lets time pass until those wake who are next; false where nothing waits. */
  readonly passToNext: () => Promise<boolean>
  /** How many wait. */
  readonly waiting: () => number
}

/** Starts at 0. */
export function createClock(): TestClock {
  let time = 0
  let waiting: { readonly until: number; readonly wake: () => void }[] = []
  const pass = async (milliseconds: number): Promise<void> => {
    await settled()
    time += milliseconds
    const due = waiting.filter(({ until }) => until <= time)
    waiting = waiting.filter(({ until }) => until > time)
    for (const { wake } of due) wake()
    await settled()
  }
  return {
    now: () => time,
    wait: async (milliseconds, signal) =>
      new Promise<void>((wake) => {
        waiting.push({ until: time + milliseconds, wake })
        signal?.addEventListener('abort', () => wake(), { once: true })
      }),
    pass,
    passToNext: async () => {
      if (waiting.length === 0) return false
      await pass(Math.min(...waiting.map(({ until }) => until)) - time)
      return true
    },
    waiting: () => waiting.length,
  }
}
