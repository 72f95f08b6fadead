/** Runs another judge on drawn deviations, and notes which of them it finds. */
import { deviations } from '../../proof/deviations/registry.ts'
import type { Bench } from '../bench.ts'
import { claim, type Claim } from '../claim.ts'
import { runToEnd, type ProgramOptions } from '../python/program.ts'
import { drawMutants } from './draw.ts'

export interface Peer {
  readonly command: string
  readonly args: readonly string[]
  /** Matches each failed check in what it prints. */
  readonly failure: RegExp
  readonly options: ProgramOptions
}

/** What is drawn: the seed decides which. */
const drawn = { seed: 'peers-2026-11', count: 60 } as const

/**
 * The checks that fail on a mutant and not on the plain reference.
 *
 * @param plain what it printed on the plain reference
 */
export function newFailures(failure: RegExp, plain: string, printed: string): readonly string[] {
  const before = new Set(plain.match(failure)?.map(withoutNumbers))
  return (printed.match(failure) ?? []).filter((line) => !before.has(withoutNumbers(line)))
}

/** Durations and counts differ from run to run. */
function withoutNumbers(line: string): string {
  return line.replaceAll(/\d+(?:\.\d+)?/g, '0')
}

/**
 * Plays each drawn mutant and runs the judge.
 *
 * @param found is given each mutant that it finds, with what it says
 * @returns claims about the judge itself: that it can be run and finds something
 */
export async function runPeer(
  { command, args, failure, options }: Peer,
  bench: Bench,
  found: (mutant: string, says: string) => void,
): Promise<Claim[]> {
  const run = async (): Promise<string> => {
    const { stdout, stderr } = await runToEnd(command, args, options)
    return `${stdout}\n${stderr}`
  }
  const mutants = drawMutants(deviations, drawn.seed, drawn.count)
  let count = 0
  try {
    const plain = await run()
    for (const { id } of mutants) {
      if (options.signal.aborted) break
      await bench.play({ mutant: id })
      const [first] = newFailures(failure, plain, await run())
      if (first === undefined) continue
      count += 1
      found(id, first.trim())
    }
  } finally {
    await bench.play()
  }
  return [claim(`it finds ${count} of ${mutants.length} mutants`, count > 0, 'none')]
}
