/** Spreads jobs over processes. */
import { fork, type ChildProcess } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Done, Job } from './jobs.ts'

/** Beside this file in the built program, since processes load no TypeScript. */
const worker = fileURLToPath(new URL('./worker.js', import.meta.url))

/**
 * Jobs at a time in one process: broken servers are waited for. More processes than cores would do as
 * well, but each loads and compiles the program anew.
 */
const perProcess = 4

/**
 * What a play leaves behind is garbage soon: with room for more of it (MB), a tenth of the processor
 * time is saved that collecting it takes.
 */
const forYoungObjects = 64

/**
 * Does all jobs, starting them in the order given.
 *
 * @param onDone called after each, with how many are done
 * @throws Error when a process dies before its jobs are done
 */
export async function doAll(
  jobs: readonly Job[],
  onDone: (count: number) => void,
  processes: number = Math.min(availableParallelism(), jobs.length),
): Promise<Done[]> {
  const waiting = [...jobs]
  const done: Done[] = []
  const execArgv = [...process.execArgv, `--max-semi-space-size=${forYoungObjects}`]
  const children = Array.from({ length: processes }, () => fork(worker, { execArgv }))
  const give = (child: ChildProcess): void => {
    const job = waiting.shift()
    if (job !== undefined) child.send(job)
  }
  for (const child of children) {
    child.on('message', (message) => {
      done.push(message as Done)
      onDone(done.length)
      give(child)
      if (done.length === jobs.length) for (const each of children) each.disconnect()
    })
  }
  // One for each process before any gets a second.
  for (let round = 0; round < perProcess; round += 1) children.forEach(give)
  try {
    await Promise.all(children.map(ended))
  } finally {
    for (const child of children) child.kill() // where one died, the others wait for jobs
  }
  return done
}

async function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      if (code === 0) resolve()
      else reject(new Error(`A process that played mutants ended with ${signal ?? code}.`))
    })
  })
}
