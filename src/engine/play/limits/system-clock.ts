/** Time as the limits of a run know it; tests have one of their own. */
import { setTimeout as sleep } from 'node:timers/promises'

export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Ends early when the signal aborts. */
  readonly wait: (milliseconds: number, signal: AbortSignal | undefined) => Promise<unknown>
}

export const systemClock: Clock = {
  now: Date.now,
  wait: async (milliseconds, signal) =>
    sleep(milliseconds, undefined, signal ? { signal } : {}).catch(() => undefined),
}
