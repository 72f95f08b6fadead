/** `mutants --power`: what each case finds, from which budgets are planned. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exitCodes } from '../../../model/exit-codes.ts'
import { packageRoot } from '../../../model/package.ts'
import { jobsFor, playedIn } from '../../../proof/matrix/jobs.ts'
import { cellsOfReference } from '../../../proof/matrix/play/plan.ts'
import { doAll } from '../../../proof/matrix/pool.ts'
import { powerOf } from '../../../proof/matrix/power.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { loadSuite } from '../../../suite/load-suite.ts'
import { powerFile, readPower, writePower } from '../../../suite/power/power-file.ts'
import { failures, progress } from './progress.ts'

/**
 * Plays mutants on cases and writes what each case finds. Returns the exit code.
 *
 * @param anew whether on every case, not on those alone that the file does not know
 */
export async function measurePower(chosen: readonly Deviation[], anew: boolean): Promise<number> {
  const mutantsAlone = chosen.filter(({ kind }) => kind === 'mutant')
  const all = jobsFor(mutantsAlone, { whole: false, breadth: anew ? 'each-case' : 'new-cases' })
  const jobs = all.filter(({ kind }) => kind === 'deviation')
  const done = await doAll(jobs, progress(jobs.length))
  const failed = failures(done)
  if (failed.length > 0) {
    process.stderr.write(`${failed.join('\n')}\n${powerFile} was not written.\n`)
    return exitCodes.violation
  }
  const played = playedIn(done)
  const cells = await cellsOfReference(loadSuite())
  const found = powerOf(mutantsAlone, played, cells, anew ? undefined : readPower())
  await writeFile(join(packageRoot, powerFile), writePower(found))
  process.stdout.write(`${powerFile}  ${mutantsAlone.length} defects on ${found.cases.size} APIs\n`)
  return exitCodes.conformant
}
