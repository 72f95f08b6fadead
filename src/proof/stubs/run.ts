/** Runs what can fail on a stub server against it, as `run` does, up to the headline of its report. */
import { startReference } from '../start-reference.ts'
import type { Catalogue } from '../../model/case.ts'
import type { Verdict } from '../../model/names.ts'
import type { CellResult } from '../../model/report.ts'
import { headlineOf } from '../../report/model/headline.ts'
import { buildReport } from '../../engine/report/build-report.ts'
import { contextOf } from '../../engine/play/execute.ts'
import { openTarget } from '../../engine/preflight/open-target.ts'
import { createPlanner } from '../../suite/compile/planner.ts'
import { preflightRun } from '../../engine/preflight/preflight.ts'
import { runByLocation } from '../../engine/play/schedule/run-by-location.ts'
import { version } from '../../model/package.ts'
import { hostileShare, type Hostile, type HostileShare } from './stubs.ts'

/** Exchanges at a time. */
const concurrency = 6

/** Plays of a behaviour: enough to distinguish one that never holds from one that should. */
const samples = 4

const redVerdicts: ReadonlySet<Verdict> = new Set(['fail', 'warn', 'error'])

/** Plays one server; cells that preflight blocks count as not green. */
export async function runHostile(hostile: Hostile, catalogue: Catalogue): Promise<HostileShare> {
  const startedAt = new Date()
  const flags = {
    target: 'reference',
    mutant: hostile.id,
    samples,
    concurrency,
    level: 'should',
  } as const
  const opened = await openTarget(flags, { startReference })
  try {
    const { target, client } = opened
    const { signal } = new AbortController()
    const cells = createPlanner(catalogue)
      .plan(target)
      .filter((cell) => hostile.canFail(cell))
    const { blocked, problems } = await preflightRun(opened, cells, signal)
    const usual = contextOf({ target, flags, send: client.send, signal })
    const context = {
      ...usual,
      retry: { ...usual.retry, refusals: 3, firstWait: 1, longestWait: 5 },
    }
    const events = { onFinish: () => undefined }
    const runs = await runByLocation(cells, { blocked, context, events, concurrency })
    const report = buildReport({
      suiteVersion: version,
      startedAt,
      durationMs: Date.now() - startedAt.getTime(),
      target: { name: target.name, endpoint: target.endpoint },
      cells: runs.map(({ result }) => ({ result })),
      baseline: [],
      rules: catalogue.rules,
      interrupted: false,
      problems: await problems(),
    })
    const red = runs.filter(({ result }) => isRed(result)).length
    return hostileShare(hostile, { red, cells: runs.length }, headlineOf(report).verdict)
  } finally {
    await opened.close()
  }
}

/** A cell that was not judged has no checks of its own, but the verdict of what kept it from that. */
function isRed({ verdict, checks }: CellResult): boolean {
  return [verdict, ...checks.map((check) => check.verdict)].some((one) => redVerdicts.has(one))
}
