/** Judges one real Llama Stack, and lets the notebook talk to it. */
import { join } from 'node:path'
import { runNotebook } from '../../e2e/notebook.ts'
import type { StackRelease } from '../../e2e/stack-release.ts'
import { startStack, type RunningStack } from '../../e2e/stack.ts'
import { exitCodes } from '../../judge/exit-code.ts'
import { packageRoot } from '../package-root.ts'
import { benchRegion, type Bench } from './bench.ts'
import { claimsOutcome, suiteOutcome, type Outcome } from './outcome.ts'
import { runSuite } from './run-suite.ts'

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
    return [
      suiteOutcome(`${name}: the suite`, suite),
      claimsOutcome(`${name}: the notebook`, claims),
    ]
  } finally {
    await stack.stop()
  }
}

/** The address at which the reference answers as what the server calls. */
function directly({ behind }: StackRelease, bench: Bench): string {
  const { bedrock, mantle } = bench.reference()
  return behind === 'bedrock' ? bedrock : mantle
}

function suiteRun(
  { release, bench, flags }: StackPart,
  url: string,
): { args: string[]; env: Record<string, string> } {
  return {
    args: [
      '--target=llamastack',
      `--endpoint=${url}`,
      `--timeout=${timeoutMs}`,
      '--upstream=reference',
      `--against=${release.behind}`,
      `--against-endpoint=${directly(release, bench)}`,
      '--history=none',
      `--report-dir=${join('reports', `e2e-${release.name}`)}`,
      ...flags,
    ],
    env: {
      AWS_BEARER_TOKEN_BEDROCK: bench.reference().mintKey(benchRegion),
      AWS_REGION: benchRegion,
    },
  }
}
