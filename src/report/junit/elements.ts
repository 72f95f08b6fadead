/** Elements of `junit.xml`, built by the library a few cells at a time: its tree of a test case takes kilobytes. */
import junitReportBuilder, {
  type Builder,
  type TestCase,
  type TestSuite,
} from 'junit-report-builder'
import type { Verdict } from '../../model/names.ts'
import type { CellResult, CheckResult, Report } from '../../model/report.ts'
import { sentenceOf } from '../failure/failure.ts'
import { checksOf, type Judged } from '../model/checks.ts'
import { boughtText } from '../text/bought.ts'
import { visible } from '../text/visible.ts'
import { elide } from '../text/width.ts'

/** What test cases say of what did not pass. */
export interface FailureTexts {
  /** Every line of the failure. */
  readonly full: (judged: Judged) => string
  /** One line, which begins with the cause. */
  readonly message: (judged: Judged) => string
}

/** Characters of an attribute: attributes are shown in lists and tables. */
const longestMessage = 300

/** The `testcase` elements of cells of one suite, a check each. */
export function testCases(
  cells: readonly CellResult[],
  report: Report,
  texts: FailureTexts,
  properties: SharedProperties,
): string {
  const builder = newBuilder()
  const suite = builder.testSuite()
  for (const cell of cells) {
    const className = visible(`${report.target.name}.${cell.suite}`)
    for (const [index, check] of checksOf(cell).entries()) {
      const testCase = suite
        .testCase()
        .className(className)
        .name(visible(`${cell.case}/${check.id} ${locationOf(cell)}`))
        .time(index === 0 ? seconds(cell.durationMs) : 0)
      if (isPlainPass(check)) addShared(testCase, check, properties)
      else addOutcome(testCase, { cell, check }, texts)
    }
  }
  return built(builder).cases
}

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

function newBuilder(): Builder {
  // The package exports its builder as `module.exports`, which its types call `default`.
  return (junitReportBuilder as unknown as Builder).newBuilder()
}

/** The text of a builder with one suite, cut up. No text of ours holds a `<`. */
function built(builder: Builder): Readonly<Record<'root' | 'suite' | 'cases', string>> {
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

/** The text of the properties of checks that passed, by level and rule. */
export type SharedProperties = Map<string, string>

function isPlainPass({ verdict, notes, finding }: CheckResult): boolean {
  return verdict === 'pass' && notes === undefined && finding === undefined
}

/**
 * Adds the properties of a check that passed. The library builds them once for all checks of a rule:
 * they would be two thirds of its work for a report of tens of thousands of test cases.
 */
function addShared(testCase: TestCase, check: CheckResult, shared: SharedProperties): void {
  const key = `${check.level} ${check.rule}`
  const properties = shared.get(key) ?? propertiesText(check)
  shared.set(key, properties)
  const build = testCase.build.bind(testCase)
  testCase.build = (parent) => build(parent).raw(properties)
}

/** What stands between the tags of a test case that has properties alone. */
function propertiesText(check: CheckResult): string {
  const builder = newBuilder()
  addProperties(builder.testSuite().testCase(), check)
  const text = built(builder).cases
  return text.slice(text.indexOf('>') + 1, text.lastIndexOf('</testcase>'))
}

function addProperties(testCase: TestCase, check: CheckResult): void {
  testCase.property('level', check.level).property('rule', visible(check.rule))
  testCase.property('verdict', check.verdict)
  if (check.finding !== undefined) testCase.property('finding', visible(check.finding.code))
}

function addOutcome(testCase: TestCase, judged: Judged, texts: FailureTexts): void {
  const { check } = judged
  addProperties(testCase, check)
  const what = (): { readonly message: string; readonly type: string } => ({
    message: texts.message(judged),
    type: visible(check.finding?.code ?? check.verdict),
  })
  switch (check.verdict) {
    case 'fail':
      testCase.getFailureCount = () => 1
      return append(testCase, 'failure', what(), texts.full(judged))
    case 'error':
      testCase.getErrorCount = () => 1
      return append(testCase, 'error', what(), texts.full(judged))
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
export function messageOf(check: CheckResult, cause: string | undefined): string {
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

/** What tells a test case or a suite from those of other locations. */
export function locationOf({
  api,
  region,
  model,
}: Pick<CellResult, 'api' | 'region' | 'model'>): string {
  return `[${api} ${region} ${model}]`
}

/** The end of the name of a test case as it is written. */
export function locationInXml(location: string): string {
  const builder = newBuilder()
  builder.testSuite().testCase().name(visible(location))
  const [, name = ''] = /<testcase name="([^"]*)"/.exec(builder.build()) ?? []
  return name
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
