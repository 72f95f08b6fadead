/** What stands around the test cases of `junit.xml`, and what the library builds them with. */
import junitReportBuilder, { type Builder, type TestSuite } from 'junit-report-builder'
import type { Verdict } from '../../model/names.ts'
import type { CellResult, Report } from '../../model/report.ts'
import { checksOf } from '../model/checks.ts'
import { boughtText } from '../text/bought.ts'
import { partText } from '../text/part.ts'
import { visible } from '../text/visible.ts'

/** The start tag and the properties of the `testsuite` that holds `cells`. */
export function suiteStart(cells: readonly CellResult[], report: Report): string {
  const [first] = cells
  if (first === undefined) return ''
  const builder = newBuilder()
  const suite = counted(builder.testSuite(), cells)
    .name(visible(`${first.suite} ${locationOf(first)}`))
    .time(seconds(durationOf(cells)))
  const timestamp = utc(report.startedAt)
  if (timestamp !== undefined) suite.timestamp(timestamp)
  for (const [name, value] of suiteProperties(first, report)) suite.property(name, visible(value))
  return built(builder).suite
}

/** The declaration and the start tag of the root that holds `cells`. */
export function rootStart(cells: readonly CellResult[], { target, selection }: Report): string {
  const builder = newBuilder()
  const asked = selection?.budget === undefined ? '' : ' (in what was asked)'
  builder.name(visible(`bedrock-conformance ${target.name}${asked}`))
  counted(builder.testSuite(), cells)
  // The schema has `time` in place of this attribute; the root's is the first in the text.
  return built(builder).root.replace(/ skipped="\d+"/, ` time="${seconds(durationOf(cells))}"`)
}

/** What ends the elements that `suiteStart` and `rootStart` begin. */
export const suiteEnd = '\n  </testsuite>'
export const rootEnd = '\n</testsuites>\n'

export function newBuilder(): Builder {
  // The package exports its builder as `module.exports`, which its types call `default`.
  return (junitReportBuilder as unknown as Builder).newBuilder()
}

/** The text of a builder with one suite, cut up. No text of ours holds a `<`. */
export function built(builder: Builder): Readonly<Record<'root' | 'suite' | 'cases', string>> {
  const text = builder.build()
  const suite = text.indexOf('\n  <testsuite ')
  const cases = text.indexOf('\n    <testcase')
  return {
    root: text.slice(0, suite),
    suite: text.slice(suite, cases),
    cases: text.slice(cases, text.lastIndexOf(suiteEnd)),
  }
}

/** `suite` with the counts of `cells`, and one test case for its end tag. */
function counted(suite: TestSuite, cells: readonly CellResult[]): TestSuite {
  const number = (...verdicts: readonly Verdict[]): number =>
    cells.reduce(
      (sum, cell) =>
        sum + checksOf(cell).filter(({ verdict }) => verdicts.includes(verdict)).length,
      0,
    )
  suite.testCase()
  const own = {
    getTestCaseCount: () => cells.reduce((sum, cell) => sum + checksOf(cell).length, 0),
    getFailureCount: () => number('fail'),
    getErrorCount: () => number('error'),
    getSkippedCount: () => number('unsupported', 'inconclusive'),
  }
  return Object.assign(suite, own)
}

function durationOf(cells: readonly CellResult[]): number {
  return cells.reduce((sum, cell) => sum + cell.durationMs, 0)
}

function suiteProperties(cell: CellResult, report: Report): [string, string][] {
  const { target, suiteVersion, selection } = report
  const bought = boughtText(report)
  const part = partText(report)
  return [
    ['target', target.name],
    ['endpoint', target.endpoint],
    ...(target.version === undefined
      ? []
      : [['targetVersion', target.version] as [string, string]]),
    ['suiteVersion', suiteVersion],
    ['api', cell.api],
    ['region', cell.region],
    ['model', cell.model],
    ...(selection?.budget === undefined ? [] : [['budget', selection.budget] as [string, string]]),
    ...(bought === undefined ? [] : [['asked', bought] as [string, string]]),
    ...(part === undefined ? [] : [['only', part] as [string, string]]),
  ]
}

/** What tells a test case or a suite from those of other locations. */
export function locationOf({
  api,
  region,
  model,
}: Pick<CellResult, 'api' | 'region' | 'model'>): string {
  return `[${api} ${region} ${model}]`
}

/** `text`, made visible, as the library writes it in an attribute. */
export function inAttribute(text: string): string {
  if (/^[\w.:/ [\]-]*$/.test(text)) return text
  const builder = newBuilder()
  builder.testSuite().testCase().name(visible(text))
  const [, name = ''] = /<testcase name="([^"]*)"/.exec(builder.build()) ?? []
  return name
}

/** Rounded to milliseconds, so that no exponent appears. */
export function seconds(milliseconds: number): number {
  return Math.round(milliseconds) / 1000
}

/** ISO 8601 without zone, as Ant and Surefire write it; undefined for what is not a time. */
function utc(time: string): string | undefined {
  const date = new Date(time)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 19)
}
