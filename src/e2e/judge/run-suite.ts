/** Runs the suite as its user does: in a process of its own, from flags and environment. */
import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'

export interface SuiteRun {
  /** Arguments after `run`. */
  readonly args: readonly string[]
  /** Added to an environment without any of the variables that choose a target. */
  readonly env: Readonly<Record<string, string>>
  /** File for its output; without one the output is shown. */
  readonly log?: string
  readonly signal: AbortSignal
}

/** What would choose or reach another target than the one meant. */
const foreign = /^(?:AWS_|LLAMA_STACK_|OPENAI_|OGX_|GITHUB_)|^(?:https?|all)_proxy$/i

/** Resolves with the exit code. An interrupt is passed on, and its end awaited. */
export async function runSuite({ args, env, log, signal }: SuiteRun): Promise<number> {
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name))
  const [, program = ''] = process.argv
  const output = log === undefined ? 'inherit' : openSync(log, 'w')
  const child = spawn(process.execPath, [...process.execArgv, program, 'run', ...args], {
    env: { ...Object.fromEntries(own), ...env },
    stdio: ['ignore', output, output],
  })
  const onAbort = (): void => void child.kill('SIGTERM')
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', (code) => resolve(code ?? 130))
    })
  } finally {
    signal.removeEventListener('abort', onAbort)
    if (typeof output === 'number') closeSync(output)
  }
}
