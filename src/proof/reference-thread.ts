/** The entry point of the thread that `start-reference.ts` starts. */
import { parentPort, workerData } from 'node:worker_threads'
import { playReference, type PlayOptions } from './play-reference.ts'
import type { FromThread, ToThread } from './start-reference.ts'
import { messageOfError } from '../model/problem.ts'

const describe = (message: FromThread): void => parentPort?.postMessage(message)

try {
  const {
    mintKey,
    faults: _,
    requests: __,
    close: ___,
    ...plain
  } = await playReference(workerData as PlayOptions)
  parentPort?.on('message', ({ region, options, id }: ToThread) => {
    describe({ id, key: mintKey(region, options) })
  })
  describe({ started: plain })
} catch (error) {
  describe({ problem: messageOfError(error) })
}
