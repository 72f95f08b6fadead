/** `junit.xml` as others read it: counts and failure text must survive readers that we did not write. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse as parseWithJunit2json } from 'junit2json'
import { parse as parseWithTestResultsParser } from 'test-results-parser'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Verdict } from '../../model/names.ts'
import { modelOf } from '../model/model.ts'
import { renderFailure } from '../failure/failure.ts'
import { renderJunit } from './junit.ts'
import { failingCheck, sampleCell, sampleCheck, sampleReport } from '../testing/sample.ts'

const skipped = { reason: 'throttled', because: 'Throttled: HTTP 429 after 3 attempts.' } as const
const nasty = failingCheck({
  id: 'nasty',
  finding: {
    code: 'sse.field',
    message: 'A field is <b>"odd"</b> & more: ]]> é 😀',
    expected: "data: {'a': 1} && x < y",
    received: '\u0000\u001b[31m\ufffe …',
  },
})
const cells = [
  sampleCell({ checks: [sampleCheck(), failingCheck(), nasty] }),
  sampleCell({
    case: 'stream.other',
    region: 'eu-west-1',
    checks: [
      sampleCheck({ id: 'w', verdict: 'warn', because: 'It should.' }),
      sampleCheck({ id: 'k', verdict: 'known', known: { reason: 'r' } }),
      sampleCheck({ id: 'f', verdict: 'fixed' }),
      sampleCheck({ id: 'i', verdict: 'inconclusive', ...skipped }),
      sampleCheck({ id: 'u', verdict: 'unsupported', reason: 'capability' }),
      sampleCheck({ id: 'e', verdict: 'error', because: 'localhost:8321 closed the connection.' }),
    ],
  }),
  sampleCell({ case: 'chat.simple', suite: 'chat', checks: [] }),
]
const report = sampleReport(cells)
const model = modelOf(report)
const [pieces] = renderJunit(model)
const xml = [...pieces!].join('')
const { summary } = report
const expected = {
  tests: summary.checks,
  failures: summary.fail,
  errors: summary.error,
  skipped: summary.inconclusive + summary.unsupported,
}

/** What one reader made of one test case. */
interface Read {
  readonly name: string
  readonly failure?: string
  readonly text?: string
}

function textsOf(verdict: Verdict): string[] {
  return cells.flatMap((cell) =>
    cell.checks
      .filter((check) => check.verdict === verdict)
      .map((check) => renderFailure({ cell, check }, model).join('\n')),
  )
}

const sum = (numbers: readonly (number | undefined)[]): number =>
  numbers.reduce<number>((total, number = 0) => total + Number(number), 0)

describe('junit2json', () => {
  let suites: NonNullable<
    Extract<Awaited<ReturnType<typeof parseWithJunit2json>>, { testsuite?: unknown }>['testsuite']
  >

  beforeAll(async () => {
    const read = await parseWithJunit2json(xml)
    suites = read && 'testsuite' in read ? (read.testsuite ?? []) : []
  })

  it('reads the same counts, from the attributes and from the cases', () => {
    const cases = suites.flatMap((suite) => suite.testcase ?? [])
    expect({
      tests: sum(suites.map((suite) => suite.tests)),
      failures: sum(suites.map((suite) => suite.failures)),
      errors: sum(suites.map((suite) => suite.errors)),
      skipped: sum(suites.map((suite) => suite.skipped)),
    }).toEqual(expected)
    expect({
      tests: cases.length,
      failures: cases.filter(({ failure }) => failure).length,
      errors: cases.filter(({ error }) => error).length,
      skipped: cases.filter((one) => one.skipped).length,
    }).toEqual(expected)
  })

  it('reads the same failure text, names and reasons', () => {
    const cases = suites.flatMap((suite) => suite.testcase ?? [])
    const failures = cases.flatMap(({ failure = [] }) => failure)
    expect(failures.map(({ inner }) => inner)).toEqual(textsOf('fail'))
    expect(failures[0]).toMatchObject({
      type: 'sse.done-missing',
      message: 'The stream ended without its terminator.',
    })
    expect(cases.flatMap(({ error = [] }) => error).map(({ inner }) => inner)).toEqual(
      textsOf('error'),
    )
    expect(cases.flatMap((one) => one.skipped ?? []).map(({ message }) => message)[0]).toBe(
      'inconclusive: throttled: Throttled: HTTP 429 after 3 attempts.',
    )
    expect(cases[1]).toMatchObject({
      classname: 'llamastack.stream',
      name: 'stream.basic/done-last [openai-chat-stream us-west-2 bedrock/openai.gpt-oss-20b-1:0]',
    })
  })
})

describe('test-results-parser', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'bedrock-conformance-')), 'junit.xml')
  writeFileSync(file, xml)
  const read = parseWithTestResultsParser({ type: 'junit', files: [file] })
  const cases = read.suites.flatMap((suite) => suite.cases)

  it('reads the same counts', () => {
    // It counts what was skipped apart from the total, and errors apart from failures.
    expect({
      tests: cases.length,
      failures: sum(read.suites.map((suite) => suite.failed)),
      errors: sum(read.suites.map((suite) => suite.errors)),
      skipped: cases.filter(({ status }) => status === 'SKIP').length,
    }).toEqual(expected)
    const failed = cases.filter(({ status }) => status === 'FAIL').length
    expect(failed).toBe(expected.failures + expected.errors)
    expect(read.status).toBe('FAIL')
  })

  it('reads the same failure text', () => {
    const failing = cases
      .filter(({ status }) => status === 'FAIL')
      .map((one): Read => ({
        name: one.name,
        failure: one.failure,
        text: one.stack_trace,
      }))
    const texts = failing.map(({ text }) => decoded(text ?? '').trim())
    expect(texts.toSorted()).toEqual(
      [...textsOf('fail'), ...textsOf('error')].map((text) => text.trim()).toSorted(),
    )
    expect(failing[0]?.failure).toBe('The stream ended without its terminator.')
  })
})

/** This reader leaves entities of texts to who shows them. */
function decoded(text: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
  return text.replace(/&(\w+);/g, (whole, name: string) => named[name] ?? whole)
}
