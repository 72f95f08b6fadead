/** A lane in which nothing begins until a time, as a host asked. */
import type { Lane } from './lane.ts'
import type { Clock } from './system-clock.ts'

export interface Hold extends Pick<Lane, 'run' | 'widen'> {
  /** Begins nothing for this time, in milliseconds; what runs goes on. */
  readonly holdFor: (milliseconds: number) => void
  readonly isHeld: () => boolean
  /** Milliseconds of all holds together. */
  readonly inAll: () => number
}

/** @param signal its abort ends every hold */
export function createHold(
  lane: Lane,
  width: number,
  clock: Clock,
  signal: AbortSignal | undefined,
): Hold {
  let open = width
  /** 0 once the lane is open again. */
  let heldUntil = 0
  let heldInAll = 0
  let isWaiting = false
  const isHeld = (): boolean => heldUntil > clock.now()
  const isOver = (): boolean => !isHeld() || signal?.aborted === true
  /** Waits only for those that wait: at the end of a run a hold must not delay the end of the process. */
  const release = async (): Promise<void> => {
    if (isWaiting) return
    isWaiting = true
    while (!isOver()) await clock.wait(heldUntil - clock.now(), signal)
    isWaiting = false
    heldUntil = 0
    lane.widen(open)
  }
  return {
    isHeld,
    inAll: () => heldInAll,
    holdFor: (milliseconds) => {
      const now = clock.now()
      const end = now + milliseconds
      const longer = end - Math.max(heldUntil, now)
      if (longer <= 0) return
      heldInAll += longer
      heldUntil = end
      lane.widen(0)
      if (lane.isWaiting()) void release()
    },
    run: async (turn, task) => {
      if (heldUntil > 0) void release()
      return lane.run(turn, task)
    },
    widen: (to) => {
      open = to
      if (heldUntil === 0) lane.widen(to)
    },
  }
}
