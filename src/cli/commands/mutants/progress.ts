/** How far the plays of deviations have come, and what went wrong with them. */
import type { Done } from '../../../proof/matrix/jobs.ts'

/** Shows the number of plays on a terminal, and nothing elsewhere. */
export function progress(total: number): (count: number) => void {
  if (process.stderr.isTTY !== true) return () => undefined
  return (count) => {
    process.stderr.write(`\r${count} / ${total} played${count === total ? '\n' : ''}`)
  }
}

/** One sentence for each play that ended with an exception. */
export function failures(done: readonly Done[]): string[] {
  return done.flatMap((one) => ('failed' in one ? [one.failed] : []))
}
