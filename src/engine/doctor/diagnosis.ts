/** What `doctor` says, as data. */
import type { Planner } from '../../model/plan.ts'
import { callReally } from './real-call.ts'
import type { Diagnosis, Reached } from '../../model/run/diagnosis.ts'
import { readError } from '../../protocol/errors/error-reply.ts'
import { troubleshootingFor } from '../../target/preflight/troubleshooting.ts'
import { preflight } from '../../target/preflight/preflight.ts'
import type { SelectionFlags } from '../flags.ts'
import { openTarget, type Opened, type StartReference } from '../preflight/open-target.ts'
import { prospects } from './prospects.ts'
import { surroundings } from './surroundings.ts'

/**
 * Looks around, and asks the target that was named.
 *
 * @param planner of the plain conversation that is sent
 */
export async function diagnose(
  flags: Partial<SelectionFlags>,
  startReference: StartReference,
  planner: Planner,
): Promise<Diagnosis> {
  const { target, ...chosen } = flags
  const asking =
    target === undefined ? undefined : await reach({ ...chosen, target }, startReference, planner)
  return {
    found: await surroundings(process.env, Date.now()),
    targets: await prospects(chosen, process.env, target),
    ...(asking && { reached: asking.reached }),
    remedies: troubleshootingFor(asking?.kinds ?? []).map(({ at: _, ...problem }) => problem),
  }
}

async function reach(
  flags: SelectionFlags,
  startReference: StartReference,
  planner: Planner,
): Promise<{ reached: Reached[]; kinds: readonly string[] }> {
  const opened = await openTarget(flags, { startReference })
  try {
    const tried = await asked(opened)
    const reached = await Promise.all(
      tried.map(async (one) => (one.ok ? callReally(one, opened, flags, planner) : one)),
    )
    return { reached, kinds: opened.target.endpoints.map(({ kind }) => kind) }
  } finally {
    await opened.close()
  }
}

async function asked({ target, client }: Opened): Promise<Reached[]> {
  const { entries } = await preflight(target, client.send, { readError })
  return entries.map(({ endpoint, ...entry }) => ({ front: endpoint, ...entry }))
}
