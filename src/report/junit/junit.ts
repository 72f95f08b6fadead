/** `junit.xml`: one suite per suite × API × region × model, one test case per check. */
import { groupBy } from '../../model/lists/group-by.ts'
import { append } from '../../model/lists/lists.ts'
import type { CellResult, Report } from '../../model/report.ts'
import { renderFailure } from '../failure/failure.ts'
import { checksOf, type Judged } from '../model/checks.ts'
import type { ReportModel } from '../model/model.ts'
import type { RenderOptions } from '../render-options.ts'
import { createTestCases, messageOf, type FailureTexts } from './cases.ts'
import { rootEnd, rootStart, suiteEnd, suiteStart } from './elements.ts'
import { unsentCases, type Lazy } from './unsent.ts'

/** Bytes of one file: GitLab reads none of 30 MB (docs.gitlab.com/ci/testing/unit_test_reports, 2026-11-26). */
const mostBytes = 28_000_000

/** Test cases that are built at a time: the library's tree of one takes kilobytes. */
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
): Generator<Iterable<string>> {
  const { report } = model
  const textsOf = createTexts(report, failureTexts(model, options))
  let file = createFile(report)
  const suites = groupBy(report.cells, (cell) => [cell.suite, cell.api, cell.region, cell.model])
  for (const suite of suites) {
    for (const part of textsOf(suite)) {
      if (file.isFullWith(part, most)) {
        yield file.end()
        file = createFile(report)
      }
      file.add(part)
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

/** Cells of a suite, and their test cases. */
interface Part extends Lazy {
  readonly cells: readonly CellResult[]
}

/** Gives the test cases of a suite, as many cells at a time as have 500 checks. */
function createTexts(report: Report, texts: FailureTexts) {
  const testCases = createTestCases(report, texts)
  const unsent = unsentCases(testCases)
  return function* textsOf(suite: readonly CellResult[]): Generator<Part> {
    let cells: CellResult[] = []
    let checks = 0
    const built = function* (): Generator<Part> {
      if (cells.length > 0) yield { cells, ...ready(testCases(cells)) }
      cells = []
      checks = 0
    }
    for (const cell of suite) {
      const lazy = unsent(cell)
      if (lazy !== undefined) {
        yield* built()
        yield { cells: [cell], ...lazy }
        continue
      }
      cells.push(cell)
      checks += checksOf(cell).length
      if (checks >= mostAtATime) yield* built()
    }
    yield* built()
  }
}

/** Texts are kept as UTF-8: as strings, those of one file would take three times as much memory. */
function ready(text: string): Lazy {
  const encoded = Buffer.from(text)
  return { bytes: encoded.length, text: () => encoded.toString() }
}

/** A file, suite by suite: the counts at the beginning of each are known at its end. */
function createFile(report: Report) {
  const finished: Lazy[] = []
  const all: CellResult[] = []
  let bytes = 0
  let suite: { readonly cells: CellResult[]; readonly parts: Lazy[] } = { cells: [], parts: [] }
  const endSuite = (): void => {
    if (suite.cells.length === 0) return
    const start = ready(suiteStart(suite.cells, report))
    append(finished, [start, ...suite.parts, ready(suiteEnd)])
    bytes += start.bytes
    suite = { cells: [], parts: [] }
  }
  return {
    /** Whether a part does not fit any more. */
    isFullWith: (part: Lazy, most: number): boolean => bytes > 0 && bytes + part.bytes > most,
    /** Adds test cases to the suite that is open. */
    add({ cells, ...part }: Part): void {
      append(suite.cells, cells)
      append(all, cells)
      suite.parts.push(part)
      bytes += part.bytes
    },
    endSuite,
    end(): Iterable<string> {
      endSuite()
      const root = rootStart(all, report)
      return all.length === 0 ? [root.replace(/>$/, '/>\n')] : piecesOf(root, finished)
    },
  }
}

function* piecesOf(root: string, finished: readonly Lazy[]): Generator<string> {
  yield root
  for (const { text } of finished) yield text()
  yield rootEnd
}
