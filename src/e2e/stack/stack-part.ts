/** Judges one real Llama Stack, and lets the notebook talk to it. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Claim } from '../claim.ts'
import { runNotebook } from './notebook.ts'
import type { StackRelease } from './release.ts'
import { startStack, type RunningStack } from './stack.ts'
import { exitCodes } from '../../model/exit-codes.ts'
import { packageRoot } from '../../model/package.ts'
import { benchRegion, type Bench } from '../bench.ts'
import { blamedOnServer, blamedUpstream, defectsBehind, readReport } from './blame-part.ts'
import { claimsOutcome, suiteOutcome, type Outcome } from '../outcome.ts'
import { runSuite } from '../run-suite.ts'

export interface StackPart {
  readonly release: StackRelease
  /** Folders with the programs of the server and of the clients. */
  readonly bin: string
  readonly clients: string
  /** Folder for what the server writes. */
  readonly folder: string
  readonly bench: Bench
  /** Flags that the user adds to `run`. */
  readonly flags: readonly string[]
  readonly signal: AbortSignal
}

/** At least this number of its own deviations must be blamed on it. */
const leastDeviations = 10

/** Python starts slowly, and an error of the server delays whatever comes next. */
const timeoutMs = 60_000

/** Starts the server, judges it in full, runs the notebook, and stops it whatever happens. */
export async function judgeStack(part: StackPart): Promise<Outcome[]> {
  const { release, bin, clients, folder, bench, signal } = part
  const key = bench.reference().mintKey(benchRegion)
  const upstream = { proxy: bench.proxy, ca: bench.ca, key, region: benchRegion }
  const name = `${release.name} ${release.version}`
  let stack: RunningStack
  try {
    stack = await startStack(release, bin, folder, upstream, signal)
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error)
    return [{ name, exitCode: exitCodes.unreachable, says }]
  }
  try {
    const suite = await runSuite({ ...suiteRun(part, stack.url), signal })
    if (signal.aborted) return [suiteOutcome(`${name}: the suite`, suite)]
    const claims = await runNotebook({
      bin: clients,
      script: join(packageRoot, 'fixtures', 'e2e', 'notebook.py'),
      folder,
      url: stack.url,
      model: `bedrock/${release.model}`,
      signal,
    })
    const blamed = await blame(part, stack.url)
    return [
      suiteOutcome(`${name}: the suite`, suite),
      claimsOutcome(`${name}: the notebook`, claims),
      claimsOutcome(`${name}: who is at fault`, blamed),
    ]
  } finally {
    await stack.stop()
  }
}

/** Reads what the suite said, then puts one defect after the other behind the server. */
async function blame(part: StackPart, url: string): Promise<Claim[]> {
  const { bench, signal, folder, flags } = part
  const least = flags.length === 0 ? leastDeviations : 0 // a part of the suite sees a part of them
  const claims = blamedOnServer(await readReport(reportsOf(part)), least)
  try {
    for (const defect of defectsBehind) {
      if (signal.aborted) break
      await bench.play(defect.mutant)
      const directory = join(folder, 'blame', defect.mutant)
      const { args, env } = suiteRun(part, url, directory)
      const more = [`--case=${defect.case}`, '--samples=1']
      const log = join(directory, 'run.log')
      await mkdir(directory, { recursive: true })
      await runSuite({ args: [...args, ...more], env, log, signal })
      claims.push(blamedUpstream(defect, await readReport(directory)))
    }
  } finally {
    await bench.play()
  }
  return claims
}

function reportsOf({ release }: StackPart): string {
  return join('reports', `e2e-${release.name}`)
}

/** The address at which the reference answers as what the server calls. */
function directly({ behind }: StackRelease, bench: Bench): string {
  const { bedrock, mantle } = bench.reference()
  return behind === 'bedrock' ? bedrock : mantle
}

function suiteRun(
  part: StackPart,
  url: string,
  directory = reportsOf(part),
): { args: string[]; env: Record<string, string> } {
  const { release, bench, flags } = part
  return {
    args: [
      '--target=llamastack',
      `--endpoint=${url}`,
      `--timeout=${timeoutMs}`,
      '--upstream=reference',
      `--against=${release.behind}`,
      `--against-endpoint=${directly(release, bench)}`,
      '--history=none',
      `--report-dir=${directory}`,
      ...flags,
    ],
    env: {
      AWS_BEARER_TOKEN_BEDROCK: bench.reference().mintKey(benchRegion),
      AWS_REGION: benchRegion,
    },
  }
}
