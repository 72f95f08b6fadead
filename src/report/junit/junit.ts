/** `junit.xml`: one suite per suite × API × region × model, one test case per check. */
import junitReportBuilder, { type Builder, type TestCase } from 'junit-report-builder'
import { groupBy } from '../../model/lists/group-by.ts'
import type { CellResult, CheckResult, Report } from '../../model/report.ts'
import { renderFailure, sentenceOf } from '../failure/failure.ts'
import { checksOf, type Judged } from '../model/checks.ts'
import type { ReportModel } from '../model/model.ts'
import type { RenderOptions } from '../render-options.ts'
import { boughtText } from '../text/bought.ts'
import { visible } from '../text/visible.ts'
import { elide } from '../text/width.ts'

interface FailureTexts {
  /** Every line of the failure. */
  readonly full: (judged: Judged) => string
  /** One line, which begins with the cause. */
  readonly message: (judged: Judged) => string
}

/** Characters of an attribute: attributes are shown in lists and tables. */
const longestMessage = 300

/**
 * The report as JUnit XML.
 *
 * Follows the Jenkins schema (junit-10.xsd of its xUnit plugin), and beyond it gives each test case
 * `properties`, which no schema of Jenkins lists but its JUnit plugin reads
 * (jenkinsci/junit-plugin#541). Times are seconds; a cell's whole time is that of its first check,
 * so that sums are right. Timestamps are UTC.
 */
export function renderJunit(model: ReportModel, options: RenderOptions = {}): string {
  const { report } = model
  const causes = new Map(model.causes.map(({ cause }) => [cause.id, cause.message]))
  const texts = {
    full: (judged: Judged): string => renderFailure(judged, model, options).join('\n'),
    message: ({ check }: Judged): string => messageOf(check, causes.get(check.cause ?? '')),
  }
  // The package exports its builder as `module.exports`, which its types call `default`.
  const builder = (junitReportBuilder as unknown as Builder).newBuilder()
  const asked = report.selection?.budget === undefined ? '' : ' (in what was asked)'
  builder.name(visible(`bedrock-conformance ${report.target.name}${asked}`))
  const suites = groupBy(report.cells, ({ suite, api, region, model: of }) => [
    suite,
    api,
    region,
    of,
  ])
  for (const cells of suites) addSuite(builder, cells, report, texts)
  const time = seconds(report.cells.reduce((sum, cell) => sum + cell.durationMs, 0))
  // The schema has `time` in place of this attribute; the root's is the first in the text.
  return `${builder.build().replace(/ skipped="\d+"/, ` time="${time}"`)}\n`
}

function addSuite(
  builder: Builder,
  cells: readonly CellResult[],
  report: Report,
  texts: FailureTexts,
): void {
  const [first] = cells
  if (first === undefined) return
  const suite = builder
    .testSuite()
    .name(visible(`${first.suite} ${location(first)}`))
    .time(seconds(cells.reduce((sum, cell) => sum + cell.durationMs, 0)))
  const timestamp = utc(report.startedAt)
  if (timestamp !== undefined) suite.timestamp(timestamp)
  for (const [name, value] of suiteProperties(first, report)) suite.property(name, visible(value))
  for (const cell of cells) {
    for (const [index, check] of checksOf(cell).entries()) {
      const testCase = suite
        .testCase()
        .className(visible(`${report.target.name}.${cell.suite}`))
        .name(visible(`${cell.case}/${check.id} ${location(cell)}`))
        .time(index === 0 ? seconds(cell.durationMs) : 0)
      addOutcome(testCase, { cell, check }, texts)
    }
  }
}

function suiteProperties(cell: CellResult, report: Report): [string, string][] {
  const { target, suiteVersion, selection } = report
  const bought = boughtText(report)
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
  ]
}

function addOutcome(testCase: TestCase, judged: Judged, texts: FailureTexts): void {
  const { check } = judged
  testCase.property('level', check.level).property('rule', visible(check.rule))
  testCase.property('verdict', check.verdict)
  if (check.finding !== undefined) testCase.property('finding', visible(check.finding.code))
  const message = texts.message(judged)
  const type = visible(check.finding?.code ?? check.verdict)
  switch (check.verdict) {
    case 'fail':
      testCase.getFailureCount = () => 1
      return append(testCase, 'failure', { message, type }, texts.full(judged))
    case 'error':
      testCase.getErrorCount = () => 1
      return append(testCase, 'error', { message, type }, texts.full(judged))
    case 'unsupported':
    case 'inconclusive':
      testCase.getSkippedCount = () => 1
      return append(testCase, 'skipped', { message: skipMessage(check) })
    case 'warn':
    case 'known':
    case 'fixed':
      return append(testCase, 'system-out', {}, texts.full(judged))
    case 'pass':
      return check.notes === undefined
        ? undefined
        : append(testCase, 'system-out', {}, texts.full(judged))
  }
}

/** What is wrong, after its cause where that is something else. */
function messageOf(check: CheckResult, cause: string | undefined): string {
  const sentence = sentenceOf(check)
  const parts = cause === undefined || cause === sentence ? [sentence] : [cause, sentence]
  return elide(visible(parts.join(' → ')), longestMessage)
}

/** Why it was skipped: verdict, reason, particulars. */
function skipMessage(check: CheckResult): string {
  const parts = [check.verdict, check.reason, check.because ?? sentenceOf(check)]
  return elide(visible(parts.filter((part) => part !== undefined).join(': ')), longestMessage)
}

/**
 * Adds an element with its text to a test case.
 *
 * The library's own methods are not enough: `skipped` takes no message, and texts become CDATA of which
 * only the first `]]>` is split, so that a server could end it.
 */
function append(
  testCase: TestCase,
  name: 'failure' | 'error' | 'skipped' | 'system-out',
  attributes: Readonly<Record<string, string>>,
  text?: string,
): void {
  const build = testCase.build.bind(testCase)
  testCase.build = (parent) => {
    const element = build(parent)
    element.ele(name, attributes, text)
    return element
  }
}

function location(cell: CellResult): string {
  return `[${cell.api} ${cell.region} ${cell.model}]`
}

/** Rounded to milliseconds, so that no exponent appears. */
function seconds(milliseconds: number): number {
  return Math.round(milliseconds) / 1000
}

/** ISO 8601 without zone, as Ant and Surefire write it; undefined for what is not a time. */
function utc(time: string): string | undefined {
  const date = new Date(time)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 19)
}
