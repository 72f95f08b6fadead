/** Runs a program to its end and keeps what it printed. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

export interface Ended {
  readonly ok: boolean
  readonly stdout: string
  readonly stderr: string
}

export interface ProgramOptions {
  readonly cwd: string
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

/** Long enough for a client that starts slowly and waits for several answers. */
const timeout = 120_000

/** Runs it; a failure to start or a code other than 0 is no exception but `ok: false`. */
export async function runToEnd(
  command: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<Ended> {
  try {
    const done = await promisify(execFile)(command, [...args], { ...options, timeout })
    return { ok: true, ...done }
  } catch (error) {
    const described = error as { stdout?: string; stderr?: string; message: string }
    return {
      ok: false,
      stdout: described.stdout ?? '',
      stderr: described.stderr ?? described.message,
    }
  }
}
