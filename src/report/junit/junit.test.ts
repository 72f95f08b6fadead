import { seededRandom } from '../../model/run/random.ts'
import { describe, expect, it } from 'vitest'
import type { CellResult, Report } from '../../model/report.ts'
import { verdicts } from '../../model/names.ts'
import { modelOf } from '../model/model.ts'
import { renderFailure } from '../failure/failure.ts'
import { renderJunit } from './junit.ts'
import { elements, junitProblems, parseXml, type Element } from '../testing/junit-schema.ts'
import {
  failingCheck,
  hostile,
  reportSaying,
  sampleCell,
  sampleCheck,
  sampleReport,
} from '../testing/sample.ts'

/** The texts of all files. */
function filesOf(report: Report, most?: number): string[] {
  return [...renderJunit(modelOf(report), {}, most)].map((pieces) => [...pieces].join(''))
}

function render(report: Report): Element {
  const files = filesOf(report)
  expect(files).toHaveLength(1)
  return parseXml(files[0]!)
}

function randomReport(seed: number): Report {
  const random = seededRandom(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!
  const cells = Array.from({ length: 1 + Math.floor(random() * 25) }, (): CellResult => {
    const length = Math.floor(random() * 4)
    return sampleCell({
      case: pick(['chat.a', 'chat.b', 'stream.a']),
      api: pick(['openai-chat', 'converse']),
      region: pick(['us-east-1', 'us-west-2']),
      durationMs: random() * 10 ** (Math.floor(random() * 12) - 5),
      checks: Array.from({ length }, (_, index) =>
        sampleCheck({ id: `c${index}`, verdict: pick(verdicts), because: pick([hostile, 'why']) }),
      ),
    })
  })
  return sampleReport(cells)
}

function suiteOf({ suite, api, region, model }: CellResult): string {
  return [suite, api, region, model].join(' ')
}

function bad(xml: string): string[] {
  return junitProblems(parseXml(xml))
}

function sum(suites: readonly Element[], name: string): number {
  return suites.reduce((total, { attributes }) => total + Number(attributes[name]), 0)
}

it('a failure begins with its cause, where that is another sentence', () => {
  const finding = { code: 'usage.missing', message: 'No usage.', expected: '', received: '' }
  const root = { code: 'sse.no-events', message: 'No events.', expected: '', received: '' }
  const checks = [failingCheck({ finding: root }), failingCheck({ id: 'usage', finding })]
  const [xml] = filesOf(sampleReport([sampleCell({ checks })]))
  expect(xml).toContain('message="No events."')
  expect(xml).toContain('message="No events. → No usage."')
})

it('the time of the root is the sum of those of the suites', () => {
  const cells = [sampleCell({ durationMs: 1500 }), sampleCell({ suite: 'other', durationMs: 500 })]
  const [xml] = filesOf(sampleReport(cells))
  expect(xml!.match(/<testsuites[^>]* time="([^"]*)"/)?.[1]).toBe('2')
})

describe('renderJunit', () => {
  it('follows the Jenkins schema, whatever the report', () => {
    for (let seed = 0; seed < 25; seed += 1) {
      expect(junitProblems(render(randomReport(seed)))).toEqual([])
    }
    expect(junitProblems(render(sampleReport([])))).toEqual([])
    expect(junitProblems(render(reportSaying(hostile)))).toEqual([])
  })

  it('counts what report.json counts', () => {
    for (let seed = 0; seed < 25; seed += 1) {
      const report = randomReport(seed)
      const { summary } = report
      const root = render(report)
      const suites = elements(root, 'testsuite')
      const skipped = summary.unsupported + summary.inconclusive
      expect(root.attributes).toMatchObject({
        tests: String(summary.checks),
        failures: String(summary.fail),
        errors: String(summary.error),
      })
      expect(sum(suites, 'tests')).toBe(summary.checks)
      expect(sum(suites, 'failures')).toBe(summary.fail)
      expect(sum(suites, 'errors')).toBe(summary.error)
      expect(sum(suites, 'skipped')).toBe(skipped)
      expect(elements(root, 'testcase')).toHaveLength(summary.checks)
      expect(elements(root, 'failure')).toHaveLength(summary.fail)
      expect(elements(root, 'error')).toHaveLength(summary.error)
      expect(elements(root, 'skipped')).toHaveLength(skipped)
    }
  })

  it('makes one suite of suite × API × region × model', () => {
    const cells = [
      sampleCell({ case: 'stream.a' }),
      sampleCell({ case: 'chat.a' }),
      sampleCell({ case: 'stream.b' }),
      sampleCell({ case: 'stream.a', region: 'eu-west-1' }),
      sampleCell({ case: 'stream.a', model: 'm' }),
      sampleCell({ case: 'stream.a', api: 'converse-stream' }),
    ]
    const suites = elements(render(sampleReport(cells)), 'testsuite')
    expect(suites.map(({ attributes }) => attributes['tests'])).toEqual(['2', '1', '1', '1', '1'])
    expect(new Set(suites.map(({ attributes }) => attributes['name'])).size).toBe(5)
    expect(suites[0]!.attributes).toMatchObject({ timestamp: '2026-01-02T03:04:05', time: '2.468' })
  })

  it('names a test case after target, suite, case, check and place', () => {
    const [testCase] = elements(render(sampleReport()), 'testcase')
    expect(testCase!.attributes).toEqual({
      classname: 'llamastack.stream',
      name: 'stream.basic/status [openai-chat-stream us-west-2 bedrock/openai.gpt-oss-20b-1:0]',
      time: '1.234',
    })
  })

  it('gives every test case level, rule and verdict', () => {
    const check = sampleCheck({ level: 'should', verdict: 'warn' })
    const [testCase] = elements(render(sampleReport([sampleCell({ checks: [check] })])), 'testcase')
    const properties = elements(testCase!, 'property').map(({ attributes }) => attributes)
    expect(properties).toEqual([
      { name: 'level', value: 'should' },
      { name: 'rule', value: 'http.status' },
      { name: 'verdict', value: 'warn' },
    ])
  })

  it('puts the text that a person sees into the failure', () => {
    const check = failingCheck()
    const cell = sampleCell({ checks: [check] })
    const report = sampleReport([cell])
    const [failure] = elements(render(report), 'failure')
    expect(failure!.attributes).toEqual({
      message: 'The stream ended without its terminator.',
      type: 'sse.done-missing',
    })
    expect(failure!.text).toBe(renderFailure({ cell, check }, modelOf(report)).join('\n'))
  })

  it('says why a check was skipped', () => {
    const because = 'The target declares tools: false.'
    const check = sampleCheck({ verdict: 'unsupported', reason: 'capability', because })
    const [skipped] = elements(render(sampleReport([sampleCell({ checks: [check] })])), 'skipped')
    expect(skipped!.attributes['message']).toBe(`unsupported: capability: ${because}`)
  })

  it('lets warnings, known deviations and gone ones pass, with their text', () => {
    for (const verdict of ['warn', 'known', 'fixed'] as const) {
      const checks = [failingCheck({ verdict })]
      const [testCase] = elements(render(sampleReport([sampleCell({ checks })])), 'testcase')
      expect(testCase!.children.map(({ name }) => name)).toEqual(['properties', 'system-out'])
      expect(testCase!.children[1]!.text).toContain('The stream ended without its terminator.')
    }
  })

  it('keeps a cell whose checks did not run', () => {
    const root = render(sampleReport([sampleCell({ checks: [], verdict: 'error' })]))
    expect(elements(root, 'error')).toHaveLength(1)
  })

  it('counts the time of a cell once, in seconds without an exponent', () => {
    const checks = [sampleCheck(), sampleCheck({ id: 'other' })]
    const root = render(sampleReport([sampleCell({ checks, durationMs: 0.0001 })]))
    expect(elements(root, 'testcase').map(({ attributes }) => attributes['time'])).toEqual([
      '0',
      '0',
    ])
    const again = render(sampleReport([sampleCell({ checks, durationMs: 2500 })]))
    expect(elements(again, 'testcase').map(({ attributes }) => attributes['time'])).toEqual([
      '2.5',
      '0',
    ])
  })

  it('lets hostile text end no element and add none', () => {
    const report = reportSaying(hostile)
    const root = render(report)
    expect(elements(root, 'script')).toEqual([])
    expect(elements(root, 'testcase')).toHaveLength(report.summary.checks)
    const [failure] = elements(root, 'failure')
    expect(failure!.text).toContain(']]> ]]> <script>alert("1")</script>')
    expect(failure!.text).toContain('\\u0000\\u0008\\u007f\\ufffe\\ud800')
  })
})

describe('several files', () => {
  it('hold every test case once, each with counts and times of its own', () => {
    for (let seed = 0; seed < 25; seed += 1) {
      const report = randomReport(seed)
      const whole = render(report)
      const parts = filesOf(report, 1).map(parseXml)
      expect(parts.flatMap((part) => junitProblems(part))).toEqual([])
      expect(parts.length).toBe(new Set(report.cells.map(suiteOf)).size)
      const namesOf = (root: Element) =>
        elements(root, 'testcase').map(({ attributes }) => attributes['name'])
      expect(parts.flatMap(namesOf)).toEqual(namesOf(whole))
      for (const name of ['tests', 'failures', 'errors']) {
        expect(sum(parts, name)).toBe(Number(whole.attributes[name]))
        for (const part of parts) {
          expect(sum(elements(part, 'testsuite'), name)).toBe(Number(part.attributes[name]))
        }
      }
      expect(sum(parts, 'time')).toBeCloseTo(Number(whole.attributes['time']), 2)
    }
  })

  it('count what begins a suite, too', () => {
    const cells = Array.from({ length: 60 }, (_, index) => sampleCell({ model: `model-${index}` }))
    const [whole = ''] = filesOf(sampleReport(cells))
    const files = filesOf(sampleReport(cells), whole.length / 4)
    expect(files.length).toBeGreaterThan(3)
    for (const text of files) expect(text.length).toBeLessThan(whole.length / 4 + 1000)
  })

  it('go on with a suite that is too large for one', () => {
    const checks = Array.from({ length: 900 }, (_, index) => sampleCheck({ id: `c${index}` }))
    const cells = Array.from({ length: 6 }, (_, index) =>
      sampleCell({ case: `chat.c${index}`, checks, durationMs: 1000 }),
    )
    const [whole = ''] = filesOf(sampleReport(cells))
    const files = filesOf(sampleReport(cells), whole.length * 0.6)
    expect(files.map((text) => parseXml(text).attributes['tests'])).toEqual(['2700', '2700'])
    for (const text of files) {
      expect(text.length).toBeLessThan(whole.length * 0.6)
      const [suite, ...others] = elements(parseXml(text), 'testsuite')
      expect(others).toEqual([])
      expect(suite!.attributes).toMatchObject({ tests: '2700', time: '3' })
    }
  })
})

describe('junitProblems', () => {
  it('finds what the schema forbids', () => {
    expect(bad('<testsuites skipped="1"/>')).toEqual(['testsuites: unknown attribute skipped'])
    expect(bad('<testsuites><testcase name="a"/></testsuites>')).toHaveLength(1)
    expect(bad('<testsuite name="a" tests="1" failures="0"/>')).toEqual(['testsuite: no errors'])
    expect(bad('<testsuites time="1e-7"/>')).toEqual(['testsuites: time 1e-7'])
    expect(bad('<testsuites>text</testsuites>')).toEqual(['testsuites: text'])
    expect(bad('<oops/>')).toEqual(['oops: unknown element'])
  })
})
