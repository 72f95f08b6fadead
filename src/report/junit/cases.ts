/** The test cases of `junit.xml`, one for each check. */
import type { Builder, TestCase } from 'junit-report-builder'
import { memo } from '../../model/lists/memo.ts'
import type { CellResult, CheckResult, Report } from '../../model/report.ts'
import { sentenceOf } from '../failure/failure.ts'
import { checksOf, type Judged } from '../model/checks.ts'
import { visible } from '../text/visible.ts'
import { elide } from '../text/width.ts'
import { built, inAttribute, locationOf, newBuilder, seconds } from './elements.ts'

/** What test cases say of what did not pass. */
export interface FailureTexts {
  /** Every line of the failure. */
  readonly full: (judged: Judged) => string
  /** One line, which begins with the cause. */
  readonly message: (judged: Judged) => string
}

/** Characters of an attribute: attributes are shown in lists and tables. */
const longestMessage = 300

/** Gives the `testcase` elements of cells of one suite, a check each. */
export type TestCases = (cells: readonly CellResult[]) => string

/** Makes test cases of a report: the library builds those that are not like others. */
export function createTestCases(report: Report, texts: FailureTexts): TestCases {
  const plainCase = createPlainCases()
  return (cells) => {
    const builder = newBuilder()
    const suite = builder.testSuite()
    /** In order; undefined stands for the next that the library builds. */
    const all: (string | undefined)[] = []
    for (const cell of cells) {
      const className = visible(`${report.target.name}.${cell.suite}`)
      for (const [index, check] of checksOf(cell).entries()) {
        const time = index === 0 ? seconds(cell.durationMs) : 0
        if (isPlainPass(check)) {
          all.push(plainCase({ className, cell, check, time }))
          continue
        }
        const name = visible(`${cell.case}/${check.id} ${locationOf(cell)}`)
        const testCase = suite.testCase().className(className).name(name).time(time)
        addOutcome(testCase, { cell, check }, texts)
        all.push(undefined)
      }
    }
    const own = casesOf(builder).values()
    return all.map((text) => text ?? nextOf(own)).join('')
  }
}

/** The test cases of a builder with one suite, each with the indentation before it. */
function casesOf(builder: Builder): readonly string[] {
  return built(builder).cases.split(/(?=\n {4}<testcase)/)
}

function nextOf(cases: Iterator<string>): string {
  const { value, done } = cases.next()
  if (done === true) throw new Error('A test case is missing.')
  return value
}

function isPlainPass({ verdict, notes, finding }: CheckResult): boolean {
  return verdict === 'pass' && notes === undefined && finding === undefined
}

/** A check that passed, and the attributes of its test case that are not its own. */
interface PlainPass extends Judged {
  readonly className: string
  readonly time: number
}

/**
 * Makes the test cases of checks that passed without a note. They differ in level, rule, names
 * and time; the library builds one for each level and rule, since it would take most of the time that
 * a report of tens of thousands of test cases takes.
 */
function createPlainCases(): (pass: PlainPass) => string {
  const written = memo(inAttribute)
  const templates = new Map<string, readonly string[]>()
  const templateOf = (check: CheckResult): readonly string[] => {
    const key = `${check.level} ${check.rule}`
    const template = templates.get(key) ?? plainTemplate(check)
    templates.set(key, template)
    return template
  }
  return ({ className, cell, check, time }) => {
    const [start = '', toName = '', toTime = '', end = ''] = templateOf(check)
    const name = `${written(cell.case)}/${written(check.id)} ${written(locationOf(cell))}`
    return `${start}${written(className)}${toName}${name}${toTime}${time}${end}`
  }
}

/** What stands around class, name and time in the test case of a check that passed. */
function plainTemplate(check: CheckResult): readonly string[] {
  const builder = newBuilder()
  addProperties(builder.testSuite().testCase().className('{class}').name('{name}').time(0), check)
  const text = built(builder).cases
  const parts = /^([^]*?){class}([^]*?){name}([^]*?time=")0([^]*)$/.exec(text)?.slice(1)
  if (parts === undefined)
    throw new Error('The library lays out a test case in another way than expected.')
  return parts
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
