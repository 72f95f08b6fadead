/** What `doctor` says, as data. */
import { readError } from '../../api/error-reply.ts'
import type { Evidence } from '../../data/answer.ts'
import { troubleshooting } from '../../target/troubleshooting.ts'
import { preflight } from '../../target/preflight.ts'
import type { SelectionFlags } from '../flags.ts'
import { openTarget, type Opened } from '../open-target.ts'
import { prospects, type Prospect } from './prospects.ts'
import { surroundings, type Fact } from './surroundings.ts'

/** How a place answered. */
interface Reached {
  readonly front: string
  readonly region: string
  readonly model?: string
  readonly ok: boolean
  /** The step that failed. */
  readonly step?: string
  readonly class?: string
  readonly message: string
  readonly remedy: string
  readonly evidence?: Evidence
}

export interface Diagnosis {
  readonly found: readonly Fact[]
  readonly targets: readonly Prospect[]
  /** Only when a target was named: what asking it came to. */
  readonly reached?: readonly Reached[]
  readonly remedies: readonly { says: string; cause: string; remedy: string; class: string }[]
}

/** Looks around, and asks the target that was named. */
export async function diagnose(flags: Partial<SelectionFlags>): Promise<Diagnosis> {
  const { target, region, model, endpoint, auth } = flags
  const chosen = {
    ...(region && { region }),
    ...(model && { model }),
    ...(endpoint !== undefined && { endpoint }),
    ...(auth && { auth }),
  }
  const reached = target === undefined ? undefined : await reach({ ...chosen, target })
  return {
    found: await surroundings(process.env, Date.now()),
    targets: await prospects(target === undefined ? {} : chosen, process.env, target),
    ...(reached && { reached }),
    remedies: troubleshooting,
  }
}

async function reach(flags: SelectionFlags): Promise<Reached[]> {
  const opened = await openTarget(flags)
  try {
    return await asked(opened)
  } finally {
    await opened.close()
  }
}

async function asked({ target, client }: Opened): Promise<Reached[]> {
  const { entries } = await preflight(target, client.send, { readError })
  return entries.map(({ surface, ...entry }) => ({ front: surface, ...entry }))
}
