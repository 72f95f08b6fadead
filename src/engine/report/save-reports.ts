/** Turns what ran into files; what the files say is decided elsewhere. */
import { readFile } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import type { Report } from '../../model/report.ts'
import type { RenderOptions } from '../../report/context.ts'
import { parseReport, renderJson } from '../../report/json/json.ts'
import { renderJunit } from '../../report/junit/junit.ts'
import { renderMarkdown } from '../../report/markdown/markdown.ts'
import { renderRegions } from '../../report/regions/regions.ts'
import { ReportWriteError, writeReports } from '../../report/write.ts'
import type { CellRun } from '../play/run-cell.ts'
import { toHar } from '../../wire/har/har.ts'
import type { Redactor } from '../../wire/secrets/redact.ts'
import type { RunFlags } from '../flags.ts'
import { Problem } from '../../model/problem.ts'
import { version } from '../../model/package.ts'
import { exitCodes } from '../../model/exit-codes.ts'

/** What a failing case said on the wire, as one HAR below the report directory. */
export interface WireFile {
  readonly path: string
  readonly text: string
}

/** Path of a case's HAR below the report directory. */
export function wirePath(caseId: string): string {
  return `wire/${caseId}.har`
}

/** One HAR per case in which something went wrong, with every exchange of its wrong cells. */
export function wireFiles(runs: readonly CellRun[], redactor: Redactor): WireFile[] {
  const wrong = runs.filter(({ result }) => isWrong(result.verdict))
  const cases = [...new Set(wrong.map(({ cell }) => cell.case.id))]
  return cases.map((id) => {
    const entries = wrong
      .filter(({ cell }) => cell.case.id === id)
      .flatMap(({ exchanges, purposes = [], result, cell: { surface } }) =>
        exchanges.map((exchange, index) => ({
          exchange,
          comment: `${result.case} [${result.api} ${result.region} ${result.model}]`,
          // By these the judge command comes to the verdicts of this run.
          extra: {
            _api: result.api,
            _case: result.case,
            _model: result.model,
            _region: result.region,
            _front: surface.front,
            ...purposes[index],
          },
        })),
      )
    return {
      path: wirePath(id),
      text: toHar(entries, { name: 'bedrock-conformance', version }, redactor),
    }
  })
}

/** Whether a verdict leaves something to look at on the wire. */
export function isWrong(verdict: string): boolean {
  return ['fail', 'error', 'warn', 'known', 'inconclusive'].includes(verdict)
}

/**
 * Writes the reports of a run.
 *
 * @returns the paths written, as a person would type them
 * @throws Problem when the directory cannot be written
 */
export async function saveReports(
  report: Report,
  wire: readonly WireFile[],
  options: RenderOptions & {
    readonly directory: string
    readonly redactor: Pick<Redactor, 'text'>
  },
): Promise<string[]> {
  const { directory, redactor } = options
  const clean = (text: string): string => redactor.text(text)
  const regions = renderRegions(report, await earlierReport(directory))
  try {
    const paths = await writeReports(directory, {
      report: clean(renderJson(report)),
      junit: clean(renderJunit(report, options)),
      markdown: clean(renderMarkdown(report, options)),
      ...(regions !== undefined && { regions: clean(regions) }),
      wire,
    })
    return paths
  } catch (error) {
    if (error instanceof ReportWriteError) throw new Problem(error.message, exitCodes.usage)
    throw error
  }
}

/** What the last run left there, when it is a report that can be read. */
async function earlierReport(directory: string): Promise<Report | undefined> {
  const text = await readFile(join(directory, 'report.json'), 'utf8').catch(() => undefined)
  const read = text === undefined ? undefined : parseReport(text)
  return read !== undefined && 'report' in read ? read.report : undefined
}

/** Directory of a target's reports: what the user said, else `reports/<target>`. */
export function reportDirectory(
  flags: Pick<RunFlags, 'reportDir' | 'target'>,
  target: string,
): string {
  const directory = flags.reportDir ?? join('reports', target)
  const below = relative('', directory)
  return isAbsolute(directory) && !below.startsWith('..') ? below || '.' : directory
}
