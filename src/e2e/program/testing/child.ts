/** The real program as its own process, with its memory. */
import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../../model/package.ts'

export interface ChildEnded {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** Bytes of memory at its peak, as Linux counts them; 0 elsewhere. */
  readonly peak: number
  /** Milliseconds. */
  readonly durationMs: number
}

/**
 * Runs the program.
 *
 * @param meddle is handed the process as soon as it runs
 * @param heap MiB of old space (`--max-old-space-size`), without which V8 leaves garbage of several times
 * what is in use; a program that needs more is ended by V8
 */
export async function runChild(
  args: readonly string[],
  meddle: (child: ChildProcess) => void = () => undefined,
  heap?: number,
): Promise<ChildEnded> {
  const launch = join(packageRoot, 'src', 'cli', 'launch.mjs')
  const started = performance.now()
  const child = spawn(process.execPath, [launch, 'bin', ...args], {
    cwd: packageRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      GITHUB_ACTIONS: '',
      GITHUB_STEP_SUMMARY: '',
      ...(heap !== undefined && { NODE_OPTIONS: `--max-old-space-size=${heap}` }),
    },
  })
  const stated = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      stated[name] += text
    })
  }
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid))
  }, 100)
  meddle(child)
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>(
    (resolve, reject) => {
      child.on('error', reject)
      child.on('close', (...ended) => resolve(ended))
    },
  ).finally(() => clearInterval(watch))
  return { code, signal, ...stated, peak, durationMs: performance.now() - started }
}

/** VmHWM of proc(5): the peak resident set. */
function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}
