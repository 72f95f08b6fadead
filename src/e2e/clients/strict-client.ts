/** A client that is asked again and again what it takes: one line in, one line of JSON out. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { z } from 'zod'

/** What each call of the client came to: its error, or null where it took the answer. */
export type Refusals = Readonly<Record<string, string | null>>

const refusals = z.record(z.string(), z.string().nullable())

export interface StrictClient {
  /** Makes every call once. */
  readonly ask: () => Promise<Refusals>
  readonly stop: () => void
}

export interface ClientOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

/** Starts the client. Its process ends with `stop`, and with the signal. */
export function startClient({ command, args, ...options }: ClientOptions): StrictClient {
  const child = spawn(command, args, { ...options, stdio: ['pipe', 'pipe', 'inherit'] })
  const failed = new Promise<never>((_, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => reject(new Error(`The client ended with code ${code}.`)))
  })
  child.stdin.on('error', () => undefined) // `exit` reports its end
  failed.catch(() => undefined) // it is awaited only while something is asked
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    ask: async () => {
      child.stdin.write('go\n')
      const { done, value } = await Promise.race([lines.next(), failed])
      return done === true ? failed : refusals.parse(JSON.parse(value))
    },
    stop: () => void child.kill(),
  }
}
