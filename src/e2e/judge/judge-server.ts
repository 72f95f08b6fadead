/** Judges the running server of a part: the suite, and whom it blames. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { append } from '../../model/lists/lists.ts'
import type { Report } from '../../model/report.ts'
import type { Bench } from '../bench.ts'
import { claimsOutcome, suiteOutcome, type Outcome } from '../outcome.ts'
import { addressesOf, fillAll, type Values } from '../part/fill.ts'
import type { Part, PartSuite } from '../part/format.ts'
import {
  blamedOnServer,
  blamedUpstream,
  findsAll,
  defectsOf,
  readReport,
  type Defect,
} from './blame.ts'
import { runSuite } from './run-suite.ts'
import { suiteArgs } from './suite-args.ts'
import { recordFindings } from '../findings/store.ts'

export interface ServerUnderTest {
  readonly part: Part
  readonly bench: Bench
  readonly values: Values
  /** Folder for the reports about defects. */
  readonly folder: string
  /** Flags that the user adds to each run. */
  readonly flags: readonly string[]
  readonly signal: AbortSignal
}

/** Folder of the report about a suite of a part, by its position in the part file. */
function reportFolder({ part, judge }: Part, suite: PartSuite): string {
  const index = judge.indexOf(suite)
  return join('reports', index === 0 ? `e2e-${part}` : `e2e-${part}-${index + 1}`)
}

/** Every suite of the part, each followed by what is behind the server; what whole runs found is recorded. */
export async function judgeServer(under: ServerUnderTest): Promise<Outcome[]> {
  const { part, signal } = under
  const outcomes: Outcome[] = []
  const reports: Report[] = []
  for (const suite of part.judge) {
    if (signal.aborted) break
    const name = `${part.part} ${part.version}: ${suite.name}`
    const directory = reportFolder(part, suite)
    const started = performance.now()
    const code = await runSuite({ ...suiteRun(under, suite, directory), signal })
    const seconds = (performance.now() - started) / 1000
    const report = await readReport(directory)
    const requests = 'problem' in report ? 0 : report.summary.requests
    if (!('problem' in report)) reports.push(report)
    outcomes.push({ ...suiteOutcome(name, code, suite.undecided), requests, seconds })
    if (suite.against === undefined || signal.aborted) continue
    outcomes.push(await blame(under, suite, report))
  }
  const isWhole = under.flags.length === 0 && reports.length === part.judge.length
  if (isWhole && !signal.aborted) recordFindings(part, reports, addressesOf(under.values))
  return outcomes
}

/** Reads what the suite said, then puts one defect after the other behind the server. */
async function blame(
  under: ServerUnderTest,
  suite: PartSuite,
  report: Report | { readonly problem: string },
): Promise<Outcome> {
  const { part, bench, flags } = under
  const { name = '', own = 0 } = suite.against ?? {}
  const least = flags.length === 0 ? own : 0 // a part of the suite sees a part of them
  const started = performance.now()
  let requests = 0
  const claims = blamedOnServer(report, name, least)
  if (flags.length === 0) append(claims, findsAll(report, suite.finds))
  try {
    for (const defect of defectsOf(suite.defects)) {
      const seen = await judgeDefect(under, suite, defect)
      claims.push(blamedUpstream(defect, seen))
      if (!('problem' in seen)) requests += seen.summary.requests
    }
  } finally {
    await bench.play()
  }
  const outcome = claimsOutcome(`${part.part} ${part.version}: who is at fault`, claims)
  return { ...outcome, requests, seconds: (performance.now() - started) / 1000 }
}

async function judgeDefect(
  under: ServerUnderTest,
  suite: PartSuite,
  defect: Defect,
): Promise<Report | { readonly problem: string }> {
  const { bench, folder, signal } = under
  if (signal.aborted) return { problem: 'It was interrupted.' }
  await bench.play({ mutant: defect.mutant })
  const directory = join(folder, 'blame', defect.mutant)
  await mkdir(directory, { recursive: true })
  const { args, env } = suiteRun(under, suite, directory)
  const more = [`--case=${defect.case}`, '--samples=1', '--quiet']
  await runSuite({ args: [...args, ...more], env, log: join(directory, 'run.log'), signal })
  return readReport(directory)
}

function suiteRun(
  { bench, values, flags }: ServerUnderTest,
  suite: PartSuite,
  directory: string,
): { args: string[]; env: Record<string, string> } {
  const { bedrock, mantle } = bench.reference()
  const direct = suite.against?.target === 'bedrock-mantle' ? mantle : bedrock
  return {
    args: suiteArgs({ suite, values, flags, directory, direct }),
    env: fillAll(suite.env, values),
  }
}
