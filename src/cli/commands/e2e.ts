/** `e2e`: real servers in front of the reference, and real clients of it, on this machine only. */
import { append } from '../../model/lists/lists.ts'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { runAwsCli } from '../../e2e/aws-cli.ts'
import { install } from '../../e2e/python/environment.ts'
import { findPython, type Python } from '../../e2e/python/python.ts'
import { releases } from '../../e2e/stack/release.ts'
import { exitCodes } from '../../model/exit-codes.ts'
import { fakeAccessKeyId, fakeSecretAccessKey } from '../../reference/auth/credentials.ts'
import { openBench, type Bench } from '../../e2e/bench.ts'
import { claimsOutcome, renderOutcomes, worstExitCode, type Outcome } from '../../e2e/outcome.ts'
import { judgeStack } from '../../e2e/stack/stack-part.ts'
import { createInterrupt } from '../interrupt.ts'
import { cacheFolder, packageRoot } from '../../model/package.ts'
import { Problem } from '../../model/problem.ts'
import { commaList, type Define } from '../flags.ts'

const cache = join(cacheFolder(), 'e2e')

/** Names of the parts, as `--only` takes them. */
export const e2eParts: readonly string[] = [...releases.map(({ name }) => name), 'aws-cli']

export interface E2eFlags {
  readonly only?: readonly string[]
}

/** What every part works with. */
interface Scene {
  readonly python: Python
  readonly bench: Bench
  readonly clients: string
  readonly signal: AbortSignal
}

/** Flags of `e2e`. */
export const define: Define = (command, finish) => {
  command
    .argument('[flags...]', 'added to each run of the suite, for example --baseline=none')
    .option('--only <names>', `comma-separated parts: ${e2eParts.join(', ')}`, commaList)
    .allowUnknownOption()
    .action(async (more, flags) => {
      finish(await e2e(flags, more))
    })
}

/**
 * Runs all parts, or those of `--only`, one after the other.
 *
 * @param flags added to each run of the suite
 * @returns the worst exit code of the parts
 * @throws Problem with exit code 3 if Python or a package is not available
 */
export async function e2e(
  { only = e2eParts }: E2eFlags,
  flags: readonly string[],
): Promise<number> {
  const unknown = only.find((name) => !e2eParts.includes(name))
  if (unknown !== undefined) {
    throw new Problem(`--only: there is no "${unknown}". There are: ${e2eParts.join(', ')}.`)
  }
  const python = await findPython(process.env)
  if (python === undefined) {
    const remedy = 'Install one, or name it with PYTHON=/path/to/python3.'
    throw new Problem(
      `e2e needs Python 3.12 or newer and found none. ${remedy}`,
      exitCodes.unreachable,
    )
  }
  const interrupt = createInterrupt()
  const { signal } = interrupt
  const clients = await installed('clients', 'clients.txt', python, signal)
  const bench = await openBench()
  try {
    const outcomes = await runParts(only, flags, { python, bench, clients, signal })
    process.stdout.write(`\n${renderOutcomes(outcomes)}`)
    return signal.aborted ? exitCodes.interrupted : worstExitCode(outcomes)
  } finally {
    interrupt.dispose()
    await bench.close()
  }
}

async function runParts(
  only: readonly string[],
  flags: readonly string[],
  scene: Scene,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const { python, signal } = scene
  for (const release of releases) {
    if (!only.includes(release.name) || signal.aborted) continue
    const name = `${release.name}-${release.version}`
    const bin = await installed(name, release.requirements, python, signal)
    say(`Judging ${release.name} ${release.version} in front of the reference.`)
    const folder = join(cache, 'run', name)
    append(outcomes, await judgeStack({ release, bin, folder, flags, ...scene }))
  }
  if (only.includes('aws-cli') && !signal.aborted) outcomes.push(await awsCli(scene))
  return outcomes
}

async function awsCli({ bench, clients, signal }: Scene): Promise<Outcome> {
  say('Running the walkthrough’s commands with the AWS CLI.')
  const folder = join(cache, 'run', 'aws-cli')
  await mkdir(folder, { recursive: true })
  const claims = await runAwsCli({
    bin: clients,
    folder,
    proxy: bench.proxy,
    ca: bench.ca,
    key: bench.reference().mintKey('us-east-2'),
    accessKeyId: fakeAccessKeyId,
    secretAccessKey: fakeSecretAccessKey,
    signal,
  })
  return claimsOutcome('AWS CLI: the walkthrough', claims)
}

/** Folder with the programs of an environment that has everything `requirements` lists. */
async function installed(
  name: string,
  requirements: string,
  python: Python,
  signal: AbortSignal,
): Promise<string> {
  say(`Python ${python.version}: packages of ${name} into ${cache}, unless they are there.`)
  const file = join(packageRoot, 'fixtures', 'e2e', requirements)
  const made = await install({ name, requirements: file }, python, cache, signal)
  if ('problem' in made) throw new Problem(made.problem, exitCodes.unreachable)
  return made.bin
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
