/** A process that plays deviations one after the other, as its parent asks. */
import { loadSuite } from '../../suite/load-suite.ts'
import { doJob } from './do-job.ts'
import type { Job } from './jobs.ts'
import { createPlayer } from './player.ts'

const catalogue = loadSuite()
const player = createPlayer(catalogue)

process.on('message', (job: Job) => {
  void player
    .then(async (ready) => doJob(job, ready, catalogue))
    .then((done) => process.send?.(done))
})

// No further job can arrive, so close the sockets that keep the process alive.
process.on('disconnect', () => {
  void player.then(async (ready) => ready.close())
})
