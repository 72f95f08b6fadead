/** Spreads jobs over processes. */
import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Done, Job } from './jobs.ts'

/** Beside this file in the built program, since processes load no TypeScript. */
const worker = fileURLToPath(new URL('./worker.js', import.meta.url))

/** Processes per core. Most of the time is spent waiting for broken servers. */
const perCore = 2

/**
 * Does all jobs, starting them in the order given.
 *
 * @param onDone called after each, with how many are done
 * @throws Error when a process dies before its job is done
 */
export async function doAll(
  jobs: readonly Job[],
  onDone: (count: number) => void,
  processes: number = Math.min(perCore * availableParallelism(), jobs.length),
): Promise<Done[]> {
  const waiting = [...jobs]
  const done: Done[] = []
  const work = async (): Promise<void> => {
    const child = fork(worker)
    await new Promise<void>((resolve, reject) => {
      const next = (): void => {
        const job = waiting.shift()
        if (job === undefined) child.disconnect()
        else child.send(job)
      }
      child.on('error', reject)
      child.on('exit', (code, signal) => {
        if (code === 0) resolve()
        else reject(new Error(`A process that played mutants ended with ${signal ?? code}.`))
      })
      child.on('message', (message) => {
        done.push(message as Done)
        onDone(done.length)
        next()
      })
      next()
    })
  }
  await Promise.all(Array.from({ length: processes }, work))
  return done
}
