/** Longest delay that `setTimeout` keeps; a longer one would fire at once. */
const longestTimer = 2 ** 31 - 1

/** A time limit that starts again with every `touch`. */
export interface Deadline {
  touch(): void
  clear(): void
}

/**
 * Calls `expire` once, `milliseconds` after the last `touch`. When this process itself was busy
 * past the limit, bytes may wait unread in the kernel; they are taken in before it counts.
 */
export function createDeadline(milliseconds: number, expire: () => void): Deadline {
  let last = performance.now()
  let done = false
  let timer: NodeJS.Timeout
  const left = (): number => last + milliseconds - performance.now()
  const arm = (): void => {
    timer = setTimeout(check, Math.min(Math.max(1, left()), longestTimer))
  }
  const check = (): void => {
    if (left() > 0) arm()
    else setImmediate(settle) // after the poll phase, in which arrived bytes are read
  }
  const settle = (): void => {
    if (done) return
    if (left() > 0) return arm()
    done = true
    expire()
  }
  arm()
  return {
    touch() {
      last = performance.now()
    },
    clear() {
      done = true
      clearTimeout(timer)
    },
  }
}
