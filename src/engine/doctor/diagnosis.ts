/** What `doctor` says, as data. */
import type { Planner } from '../../model/plan.ts'
import { callReally } from './real-call.ts'
import type { Diagnosis, Reached } from '../../model/diagnosis.ts'
import { readError } from '../../protocol/errors/error-reply.ts'
import { troubleshooting } from '../../target/preflight/troubleshooting.ts'
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
  const reached =
    target === undefined ? undefined : await reach({ ...chosen, target }, startReference, planner)
  return {
    found: await surroundings(process.env, Date.now()),
    targets: await prospects(target === undefined ? {} : chosen, process.env, target),
    ...(reached && { reached }),
    remedies: troubleshooting,
  }
}

async function reach(
  flags: SelectionFlags,
  startReference: StartReference,
  planner: Planner,
): Promise<Reached[]> {
  const opened = await openTarget(flags, { startReference })
  try {
    const tried = await asked(opened)
    return await Promise.all(
      tried.map(async (one) => (one.ok ? callReally(one, opened, flags, planner) : one)),
    )
  } finally {
    await opened.close()
  }
}

async function asked({ target, client }: Opened): Promise<Reached[]> {
  const { entries } = await preflight(target, client.send, { readError })
  return entries.map(({ endpoint, ...entry }) => ({ front: endpoint, ...entry }))
}
