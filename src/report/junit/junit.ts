/** `junit.xml`: one suite per suite × API × region × model, one test case per check. */
import { groupBy } from '../../model/lists/group-by.ts'
import { append } from '../../model/lists/lists.ts'
import type { CellResult, Report } from '../../model/report.ts'
import { renderFailure } from '../failure/failure.ts'
import { checksOf, type Judged } from '../model/checks.ts'
import type { ReportModel } from '../model/model.ts'
import type { RenderOptions } from '../render-options.ts'
import {
  messageOf,
  rootEnd,
  rootStart,
  suiteEnd,
  suiteStart,
  testCases,
  type FailureTexts,
  type SharedProperties,
} from './elements.ts'

/** Bytes of one file: GitLab reads none of 30 MB (docs.gitlab.com/ci/testing/unit_test_reports, 2026-11-26). */
const mostBytes = 28_000_000

/** Test cases that are built at a time. */
const mostAtATime = 500

/**
 * The report as JUnit XML, as the pieces of one file, or of several where one would be larger than
 * 28 MB; a suite may go on in the next.
 *
 * Follows the Jenkins schema (junit-10.xsd of its xUnit plugin), and beyond it gives each test case
 * `properties`, which no schema of Jenkins lists but its JUnit plugin reads
 * (jenkinsci/junit-plugin#541). Times are seconds; a cell's whole time is that of its first check,
 * so that sums are right. Timestamps are UTC.
 */
export function* renderJunit(
  model: ReportModel,
  options: RenderOptions = {},
  most = mostBytes,
): Generator<readonly string[]> {
  const { report } = model
  const texts = failureTexts(model, options)
  const properties: SharedProperties = new Map()
  let file = createFile(report)
  const suites = groupBy(report.cells, (cell) => [cell.suite, cell.api, cell.region, cell.model])
  for (const suite of suites) {
    for (const cells of batchesOf(suite)) {
      const text = testCases(cells, report, texts, properties)
      if (file.isFullWith(text, most)) {
        yield file.end()
        file = createFile(report)
      }
      file.add(cells, text)
    }
    file.endSuite()
  }
  yield file.end()
}

function failureTexts(model: ReportModel, options: RenderOptions): FailureTexts {
  const causes = new Map(model.causes.map(({ cause }) => [cause.id, cause.message]))
  return {
    full: (judged: Judged): string => renderFailure(judged, model, options).join('\n'),
    message: ({ check }: Judged): string => messageOf(check, causes.get(check.cause ?? '')),
  }
}

/** The cells of a suite, as many at a time as have 500 checks. */
function* batchesOf(suite: readonly CellResult[]): Generator<readonly CellResult[]> {
  let cells: CellResult[] = []
  let checks = 0
  for (const cell of suite) {
    cells.push(cell)
    checks += checksOf(cell).length
    if (checks < mostAtATime) continue
    yield cells
    cells = []
    checks = 0
  }
  if (cells.length > 0) yield cells
}

/** A file, suite by suite: the counts at the beginning of each are known at its end. */
function createFile(report: Report) {
  const finished: string[] = []
  const all: CellResult[] = []
  let bytes = 0
  let suite: { readonly cells: CellResult[]; readonly texts: string[] } = { cells: [], texts: [] }
  const endSuite = (): void => {
    if (suite.cells.length === 0) return
    const start = suiteStart(suite.cells, report)
    append(finished, [start, ...suite.texts, suiteEnd])
    bytes += Buffer.byteLength(start)
    suite = { cells: [], texts: [] }
  }
  return {
    /** Whether `text` does not fit any more. */
    isFullWith: (text: string, most: number): boolean =>
      bytes > 0 && bytes + Buffer.byteLength(text) > most,
    /** Adds test cases to the suite that is open. */
    add(cells: readonly CellResult[], text: string): void {
      append(suite.cells, cells)
      append(all, cells)
      suite.texts.push(text)
      bytes += Buffer.byteLength(text)
    },
    endSuite,
    end(): readonly string[] {
      endSuite()
      const root = rootStart(all, report)
      return all.length === 0 ? [root.replace(/>$/, '/>\n')] : [root, ...finished, rootEnd]
    },
  }
}
