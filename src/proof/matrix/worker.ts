/** A process that plays deviations as its parent asks, each job on a reference of its own. */
import { loadSuite } from '../../suite/load-suite.ts'
import { doJob } from './do-job.ts'
import type { Job } from './jobs.ts'
import { planSuite } from './play/plan.ts'
import { createDeviationPlayer, type DeviationPlayer } from './play/deviation-player.ts'

const catalogue = loadSuite()
const plan = planSuite(catalogue)

/** Players that play nothing now; there are as many as jobs were ever asked for at a time. */
const idle: DeviationPlayer[] = []

process.on('message', (job: Job) => {
  void play(job)
})

async function play(job: Job): Promise<void> {
  const player = idle.pop() ?? (await createDeviationPlayer(await plan))
  const done = await doJob(job, player, catalogue)
  idle.push(player)
  process.send?.(done)
}

// No further job can arrive, so close the sockets that keep the process alive.
process.on('disconnect', () => {
  for (const player of idle) void player.close()
})
