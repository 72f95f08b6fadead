/** `e2e`: real servers in front of the reference, and real clients of it, on this machine only. */
import { join } from 'node:path'
import { openBench } from '../../e2e/bench.ts'
import { renderOutcomes, worstExitCode, type Outcome } from '../../e2e/outcome.ts'
import { writeFindingsPage } from '../../e2e/findings/store.ts'
import { chooseParts, fits, refuseNames } from '../../e2e/part/choose.ts'
import type { Part } from '../../e2e/part/format.ts'
import { loadParts } from '../../e2e/part/load.ts'
import { holdPart, runPart, type Scene } from '../../e2e/part/run-part.ts'
import { exitCodes } from '../../model/exit-codes.ts'
import { append, largest } from '../../model/lists/lists.ts'
import { cacheFolder } from '../../model/package.ts'
import { Problem } from '../../model/problem.ts'
import { loadSuite } from '../../suite/load-suite.ts'
import { commaList, duration, type Define } from '../flags.ts'
import { createInterrupt } from '../interrupt.ts'

const cache = join(cacheFolder(), 'e2e')

export interface E2eFlags {
  readonly only?: readonly string[]
  /** Milliseconds. */
  readonly budget?: number
  readonly list?: boolean
  readonly hold?: boolean
}

/** Flags of `e2e`. */
export const define: Define = (command, finish) => {
  command
    .argument('[flags...]', 'added to each run of the suite, for example --baseline=none')
    .option('--only <names>', 'comma-separated parts; --list shows them', commaList)
    .option('--budget <time>', 'run the quickest parts that fit, for example 8m', duration)
    .option('--list', 'list the parts and what each takes')
    .option('--hold', 'start the server of the one part that --only names, and keep it running')
    .allowUnknownOption()
    .action(async (more, flags) => {
      finish(await e2e(flags, more))
    })
}

/**
 * Runs all parts, or those of `--only` that fit `--budget`, one after the other.
 *
 * @param more flags added to each run of the suite
 * @returns the worst exit code of the parts; 3 if one could not be installed and no other is worse
 * @throws Problem for a part file with a mistake and for a name that no part has
 */
export async function e2e(flags: E2eFlags, more: readonly string[]): Promise<number> {
  refuseNames(more)
  const known = loadParts()
  const parts = chooseParts(known, flags.only)
  if (flags.list === true) return list(flags.only === undefined ? known : parts)
  const interrupt = createInterrupt()
  const { signal } = interrupt
  const bench = await openBench()
  try {
    const scene = { bench, cache, flags: more, signal, say }
    if (flags.hold === true) return await hold(parts, scene)
    const { outcomes, leftOut } = await runParts(parts, flags.budget, scene)
    if (outcomes.some(({ requests }) => requests !== undefined))
      writeFindingsPage(loadSuite().rules)
    say(`\n${renderOutcomes(outcomes, leftOut).trimEnd()}`)
    return signal.aborted ? exitCodes.interrupted : worstExitCode(outcomes)
  } finally {
    interrupt.dispose()
    await bench.close()
  }
}

async function runParts(parts: readonly Part[], budget: number | undefined, scene: Scene) {
  const outcomes: Outcome[] = []
  const leftOut: string[] = []
  const started = performance.now()
  for (const part of parts) {
    if (scene.signal.aborted) break
    if (fits(part, performance.now() - started, budget))
      append(outcomes, await runPart(part, scene))
    else leftOut.push(part.part)
  }
  return { outcomes, leftOut }
}

async function hold(parts: readonly Part[], scene: Scene): Promise<number> {
  const [part, ...others] = parts
  if (part === undefined || others.length > 0) throw new Problem('--hold needs --only=PART.')
  const problem = await holdPart(part, scene)
  if (problem === '') return exitCodes.conformant
  throw new Problem(problem, exitCodes.unreachable)
}

function list(parts: readonly Part[]): number {
  const width = (texts: readonly string[]): number => largest(texts.map(({ length }) => length))
  const names = width(parts.map(({ part }) => part))
  const versions = width(parts.map(({ version }) => version))
  for (const { part, version, minutes, about } of parts) {
    const columns = [part.padEnd(names), version.padEnd(versions), String(minutes).padStart(4)]
    say(`${columns.join('  ')} min  ${about}`)
  }
  return exitCodes.conformant
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
