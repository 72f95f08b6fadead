/** Everything that a command writes and prints of a report. */
import { join } from 'node:path'
import type { CellEvidence } from '../model/findings/evidence.ts'
import type { Report } from '../model/report.ts'
import { evidenceOf, type ExchangesOf } from '../engine/report/evidence/evidence.ts'
import { saveReports, type Saved } from '../engine/report/save/save.ts'
import { earlierReport } from '../engine/report/save/unfinished.ts'
import type { WireFile } from '../engine/report/save/wire-files.ts'
import { gathered, wholeText, type Text } from '../model/text/pieces.ts'
import { renderingOf } from '../report/formats.ts'
import { modelOf, type ReportModel, type Surroundings } from '../report/model/model.ts'
import { renderRegionsText } from '../report/regions/regions-text.ts'
import type { RenderOptions } from '../report/render-options.ts'
import { renderSummary, type SummaryOptions } from '../report/terminal/terminal.ts'
import { annotate, writeStepSummary } from './github.ts'
import { openFile } from './open-file.ts'
import { isColoured } from './shell/colour.ts'

/** What to do with a report. */
export interface Publication extends RenderOptions, Pick<Surroundings, 'rules'> {
  /** Recordings to be written. */
  readonly wire?: readonly WireFile[]
  /** The exchanges of a cell, without secrets. */
  readonly exchangesOf?: ExchangesOf
  /** Removes secrets from every text that leaves the program. */
  readonly clean: (text: string) => string
  /** Print `report.json` instead of the summary. */
  readonly json: boolean
  /** Print the matrix of regions before the summary. */
  readonly showsRegions?: boolean
  /** How much is printed; default `usual`. */
  readonly detail?: NonNullable<SummaryOptions['detail']>
  /** Lines printed after the summary. */
  readonly notes?: readonly string[]
  /** Called once the files are written, before anything is printed. */
  readonly onSaved?: () => void
  /** Open report.html. */
  readonly open?: boolean
  /** Annotate a job of GitHub Actions, and fill its summary page. */
  readonly forRunner?: boolean
}

/**
 * Computes the model of `report` once; writes its files where there is a `directory`, and prints.
 *
 * @throws Problem with exit code 74, at the end, when something could not be written
 */
export async function publish(report: Report, publication: Publication): Promise<void> {
  const { directory, rules, clean, json, wire = [], notes = [] } = publication
  const earlier = directory === undefined ? undefined : await earlierReport(directory)
  const model = modelOf(report, { earlier, ...(rules && { rules }) })
  const { exchangesOf = () => undefined } = publication
  const evidence = (): CellEvidence[] => evidenceOf(model, exchangesOf)
  const rendering = renderingOf(model, { ...publication, evidence }, clean)
  const saved = directory === undefined ? nothing : await saveReports(directory, rendering, wire)
  publication.onSaved?.()
  print(json ? rendering('json') : [clean(summaryOf(model, publication, saved.paths))])
  const after = json ? process.stderr : process.stdout
  after.write(notes.map((line) => `${clean(line)}\n`).join(''))
  if (publication.open === true && directory !== undefined) {
    await openFile(join(directory, 'report.html'))
  }
  if (publication.forRunner === true) {
    annotate(model, clean, json)
    await writeStepSummary([...rendering('markdown')].map(wholeText).join(''))
  }
  if (saved.problem !== undefined) throw saved.problem
}

const nothing: Saved = { paths: [] }

function print(texts: Iterable<Text>): void {
  for (const text of texts) for (const piece of gathered(text)) process.stdout.write(piece)
}

function summaryOf(
  model: ReportModel,
  publication: Publication,
  reports: readonly string[],
): string {
  const { columns = 100 } = process.stdout
  const colour = isColoured(process.stdout)
  // A file is not wrapped, so that nothing is gained by several tables.
  const matrix =
    publication.showsRegions === true ? renderRegionsText(model, process.stdout.columns) : ''
  return matrix + renderSummary(model, { ...publication, colour, columns, reports })
}
