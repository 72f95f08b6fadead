/** A server of our own in a process group of its own, so that nothing of it is left behind. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'

/** Time for an orderly end before it is made to end. */
const graceMs = 5000

export interface ProcessGroup {
  /** Why it ended; undefined while it runs. */
  readonly ended: () => string | undefined
  /** Ends every process of the group, by force where need be. May be called more than once. */
  readonly stop: () => Promise<void>
}

export interface StartOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>
  /** File for what it prints. */
  readonly log: string
}

/** Starts a program whose whole group dies with this process. */
export function startGroup({ command, args, cwd, env, log }: StartOptions): ProcessGroup {
  const output = openSync(log, 'a')
  const child = spawn(command, args, {
    cwd,
    env: { ...env },
    detached: true,
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  let end: string | undefined
  child.on('error', (error) => {
    end ??= error.message
  })
  child.on('exit', (code, signal) => {
    end ??= signal === null ? `it ended with code ${code}` : `it was ended by ${signal}`
  })
  const signalGroup = (signal: NodeJS.Signals): void => {
    if (child.pid === undefined) return
    try {
      process.kill(-child.pid, signal)
    } catch {
      // The group has ended already.
    }
  }
  const onExit = (): void => signalGroup('SIGKILL')
  process.on('exit', onExit)
  const stop = async (): Promise<void> => {
    if (end === undefined) {
      signalGroup('SIGTERM')
      const timer = setTimeout(() => signalGroup('SIGKILL'), graceMs)
      await once(child, 'exit')
      clearTimeout(timer)
    }
    signalGroup('SIGKILL')
    process.off('exit', onExit)
  }
  return { ended: () => end, stop }
}
