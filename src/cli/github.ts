/** Output for a job of GitHub Actions, in addition to the reports. */
import { appendFile, stat } from 'node:fs/promises'
import { inTime } from '../engine/report/save/deadline.ts'
import { outageAnnotation, renderAnnotations } from '../report/github/annotations.ts'
import { fitSummary, renderOutage } from '../report/github/step-summary.ts'
import type { ReportModel } from '../report/model/model.ts'
import { messageOfError } from '../model/problem.ts'

/** Appends `markdown` to the step's summary page, if there is one. Never fails a run. */
export async function writeStepSummary(markdown: string): Promise<void> {
  const path = process.env['GITHUB_STEP_SUMMARY']
  if (path === undefined || path === '') return
  try {
    const used = await stat(path).then(
      ({ size }) => size,
      () => 0,
    )
    await inTime('The step summary', appendFile(path, fitSummary(markdown, used)))
  } catch (error) {
    const why = messageOfError(error)
    process.stderr.write(`The step summary could not be written: ${why}\n`)
  }
}

/**
 * Prints the annotations of a run on a runner. A runner reads both streams of a step, so they go to
 * standard error when standard output is data.
 */
export function annotate(
  model: ReportModel,
  clean: (text: string) => string,
  toStderr: boolean,
): void {
  if (process.env['GITHUB_ACTIONS'] !== 'true') return
  const lines = renderAnnotations(model).map((line) => `${clean(line)}\n`)
  const stream = toStderr ? process.stderr : process.stdout
  stream.write(lines.join(''))
}

/** Shows on a runner, as annotation and on the summary page, why nothing was judged. */
export async function announceOutage(target: string, why: string): Promise<void> {
  await writeStepSummary(renderOutage(target, why))
  if (process.env['GITHUB_ACTIONS'] !== 'true') return
  process.stderr.write(`${outageAnnotation(target, why)}\n`)
}
