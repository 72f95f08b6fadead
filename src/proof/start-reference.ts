/** Starts the embedded reference on its own thread. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { ReferenceServer } from '../reference/server.ts'
import type { StartedReference } from '../target/resolve/resolved.ts'
import type { PlayOptions } from './play-reference.ts'
import { Problem, messageOfError } from '../model/problem.ts'

type KeyOptions = Parameters<StartedReference['mintKey']>[1]

/** A key that was requested. */
interface Asked {
  readonly resolve: (key: string) => void
  readonly reject: (error: Error) => void
}

/** Requests a key. */
export interface ToThread {
  readonly id: number
  readonly region: string
  readonly options: KeyOptions
}

/** The members of the server that can cross threads. */
type PlainReference = Omit<ReferenceServer, 'mintKey' | 'requests' | 'faults' | 'close'>

export type FromThread =
  | { readonly started: PlainReference }
  | { readonly problem: string }
  | { readonly id: number; readonly key: string }

/**
 * Starts the reference on its own thread: on the thread of the judge it would delay the clock that
 * measures it. Threads load no TypeScript, so tests, which run from source, and machines with one
 * core start it on the current thread.
 *
 * @throws Problem for an unknown mutant, oddity or region
 */
export async function startReference(options: PlayOptions): Promise<StartedReference> {
  if (availableParallelism() > 1 && import.meta.url.endsWith('.js')) return onThread(options)
  const { playReference } = await import('./play-reference.ts') // loaded only when it is used
  try {
    return await playReference(options)
  } catch (error) {
    throw new Problem(messageOfError(error))
  }
}

async function onThread(options: PlayOptions): Promise<StartedReference> {
  const file = new URL('./reference-thread.js', import.meta.url)
  const worker = new Worker(file, { workerData: options })
  const asked = new Map<number, Asked>()
  let lost: Error | undefined
  worker.on('exit', () => {
    lost = new Error('The thread of the reference ended; it makes no more keys.')
    for (const { reject } of asked.values()) reject(lost)
  })
  const plain = await new Promise<PlainReference>((resolve, reject) => {
    worker.on('error', reject) // a later loss is seen by its clients
    worker.on('message', (message: FromThread) => {
      if ('started' in message) resolve(message.started)
      else if ('problem' in message) reject(new Problem(message.problem))
      else asked.get(message.id)?.resolve(message.key)
    })
  }).catch(async (error: unknown) => {
    await worker.terminate()
    throw error
  })
  return {
    ...plain,
    mintKey: async (region, kind) =>
      new Promise((resolve, reject) => {
        if (lost !== undefined) return reject(lost)
        const id = asked.size
        asked.set(id, { resolve, reject })
        worker.postMessage({ id, region, options: kind } satisfies ToThread)
      }),
    close: async () => {
      await worker.terminate()
    },
  }
}
