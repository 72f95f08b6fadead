import type { Catalogue } from '../../model/case.ts'
import { runHostile } from '../stubs/run.ts'
import { hostileServers } from '../stubs/stubs.ts'
import type { Done, Job } from './jobs.ts'
import type { DeviationPlayer } from './play/deviation-player.ts'

/** Does one job. An exception is returned as a failed job, so that no job is lost. */
export async function doJob(
  job: Job,
  player: DeviationPlayer,
  catalogue: Catalogue,
): Promise<Done> {
  try {
    if (job.kind === 'plain') return { played: await player.playPlain(job.ids) }
    if (job.kind === 'deviation') return { played: await player.play(job.id, job.breadth) }
    if (job.kind === 'together') return { several: await player.playTogether(job.ids) }
    const hostile = hostileServers.find(({ id }) => id === job.id)
    if (hostile === undefined) throw new Error(`Unknown hostile server '${job.id}'.`)
    return { hostile: await runHostile(hostile, catalogue) }
  } catch (error) {
    const what = nameOf(job)
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { failed: `Playing ${what} failed: ${detail}` }
  }
}

function nameOf(job: Job): string {
  if (job.kind === 'plain') return 'the reference'
  return job.kind === 'together' ? job.ids.join(', ') : job.id
}
