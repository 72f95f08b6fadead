/** Ways out of the process besides its end. */
import { exitCodes } from '../../model/exit-codes.ts'
import { reasonOf } from '../../engine/report/save/files.ts'
import { describeFault } from '../../model/problem.ts'

/**
 * Ends the process although a file operation never returns; `process.exit` would wait for it. Node from
 * 22.15 on keeps the exit code; under an older one the process is killed, which shells show as 137.
 */
export function leave(code: number): void {
  const execve: unknown = Reflect.get(process, 'execve')
  if (typeof execve === 'function') {
    process.removeAllListeners('warning') // that it is experimental
    execve(process.execPath, [process.execPath, '-e', `process.exit(${code})`], process.env)
  }
  process.kill(process.pid, 'SIGKILL')
}

/**
 * Gives a fault outside of any command, as in a handler of an event, the exit code of a fault. A closed pipe,
 * as `head` leaves it, is not a fault; an output that cannot be written, as on a full disk, is not one of
 * this program.
 */
export function guardProcess(): void {
  process.stderr.on('error', () => undefined) // progress and warnings; the exit code stands
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') endUnwritten(error)
  })
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${describeFault(error)}\n`)
    process.exit(exitCodes.fault)
  })
}

let isUnwritten = false

/** The command goes on, since its files may still be written. */
function endUnwritten(error: Error): void {
  if (isUnwritten) return
  isUnwritten = true
  const remedy = 'What is printed is not whole. Send it elsewhere, or free the disk.'
  process.stderr.write(`The output could not be written: ${reasonOf(error)}. ${remedy}\n`)
  process.on('exit', (code) => {
    if (code < exitCodes.fault) process.exitCode = exitCodes.unwritten
  })
}
