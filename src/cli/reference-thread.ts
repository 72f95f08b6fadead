/** The reference on a thread of its own, as `start-reference.ts` asks for it. */
import { parentPort, workerData } from 'node:worker_threads'
import { startReference, type ReferenceOptions } from '../reference/server.ts'
import type { FromThread, ToThread } from './start-reference.ts'

const tell = (message: FromThread): void => parentPort?.postMessage(message)

try {
  const {
    mintKey,
    faults: _,
    requests: __,
    close: ___,
    ...plain
  } = await startReference(workerData as ReferenceOptions)
  parentPort?.on('message', ({ region, options, id }: ToThread) => {
    tell({ id, key: mintKey(region, options) })
  })
  tell({ started: plain })
} catch (error) {
  tell({ problem: error instanceof Error ? error.message : String(error) })
}
