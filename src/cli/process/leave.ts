/** Ways out of the process besides its end. */
import { exitCodes } from '../../model/exit-codes.ts'
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
 * as `head` leaves it, is not a fault.
 */
export function guardProcess(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${describeFault(error)}\n`)
    process.exit(exitCodes.fault)
  })
}
