import { seededRandom } from '../../model/run/random.ts'
import { describe, expect, it } from 'vitest'
import type { CellResult, CheckResult, Report } from '../../model/report.ts'
import { renderJson } from './json.ts'
import { parseBlocks, parseReport } from './parse.ts'
import {
  failingCheck,
  hostile,
  reportSaying,
  sampleCell,
  sampleCheck,
  sampleReport,
} from '../testing/sample.ts'

function full(): Report {
  const check = failingCheck({
    moreFindings: 2,
    statistics: { passed: 3, runs: 10, low: 0.1, high: 0.6, floor: 0.5 },
    notes: ['a note'],
    known: { reason: 'because', link: 'https://example.org/1' },
    source: { file: 'suites/x.yaml', line: 3 },
  })
  const skipped = sampleCheck({ verdict: 'inconclusive', reason: 'throttled', because: 'Slow.' })
  const cell = sampleCell({
    checks: [check, skipped],
    timing: { firstByte: 1, firstText: 2, total: 3 },
    wire: 'wire/stream.basic.har',
    curl: 'curl x',
  })
  return sampleReport([cell, sampleCell({ checks: [] })], { interrupted: true, problems: ['p'] })
}

/** The same value with the members of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, member]) => [name, reversed(member)])
  return Object.fromEntries(entries.toReversed())
}

function problemOf(text: string): string {
  const result = parseReport(text)
  return 'problem' in result ? result.problem : 'no problem'
}

function changed(change: (report: Record<string, unknown>) => void): string {
  const value = JSON.parse(renderJson(full())) as Record<string, unknown>
  change(value)
  return JSON.stringify(value)
}

describe('renderJson', () => {
  it('gives the same text whatever order the members were made in', () => {
    expect(renderJson(reversed(full()) as Report)).toBe(renderJson(full()))
  })

  it('writes the members in the order of the format', () => {
    expect(Object.keys(JSON.parse(renderJson(reversed(full()) as Report)) as object)).toEqual([
      'schemaVersion',
      'suiteVersion',
      'startedAt',
      'durationMs',
      'target',
      'summary',
      'exitCode',
      'causes',
      'interrupted',
      'problems',
      'cells',
    ])
  })

  it('keeps members it does not know, after those it knows', () => {
    const report = { zebra: 1, apple: { b: 1, a: 2 }, ...full() }
    const names = Object.keys(JSON.parse(renderJson(report)) as object)
    expect(names.slice(-2)).toEqual(['apple', 'zebra'])
  })

  it('writes no character that a terminal acts upon, and loses none', () => {
    const report = reportSaying(hostile)
    const text = renderJson(report)
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u2029\u202e\u2066\u200b]/u)
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(report)))
  })
})

describe('the checks of a cell that was not sent', () => {
  const why = { verdict: 'inconclusive', reason: 'prerequisite', because: 'No key.' } as const
  const checks = ['a', 'b', 'c'].map((id) => sampleCheck({ id, ...why, cause: 'prerequisite-1' }))
  const report = ofCells(sampleCell({ checks }))

  it('are a line each, with the reason of all of them once', () => {
    const text = renderJson(report)
    expect(text).toContain(`
      "because": "No key.",
      "checks": [
        {"id":"a",`)
    expect(text.match(/No key\./g)).toHaveLength(1)
    expect(text.match(/^ {8}\{"id":"[abc]",.*"verdict":"inconclusive".*\},?$/gm)).toHaveLength(3)
  })

  it.each([
    ['as they were written', checks],
    ['where one says something else', changedAt(1, { because: 'Other.' })],
    ['where one has another cause', changedAt(2, { cause: 'x' })],
    ['where one has a member more', changedAt(0, { notes: ['$&'] })],
    ['where one was judged', changedAt(0, { verdict: 'pass' })],
    ['where none has a cause', checks.map(({ cause: _, ...check }) => check)],
    ['with every hostile text', checks.map((check) => ({ ...check, because: hostile }))],
  ])('are read back %s', (_, given) => {
    const written = ofCells(sampleCell({ checks: given }))
    expect(parseReport(renderJson(written))).toEqual({ report: written })
  })

  it('are one object each where cells say the same', () => {
    const two = ofCells(sampleCell({ checks }), sampleCell({ checks, region: 'other' }))
    const read = parseReport(renderJson(two))
    const [one, other] = 'report' in read ? read.report.cells : []
    expect(one?.checks).toHaveLength(3)
    expect(one?.checks.every((check, at) => check === other?.checks[at])).toBe(true)
  })

  function changedAt(at: number, change: Partial<CheckResult>): CheckResult[] {
    return checks.map((check, index) => (index === at ? { ...check, ...change } : check))
  }

  function ofCells(...cells: CellResult[]): Report {
    return { ...sampleReport(), causes: [], cells }
  }
})

describe('parseReport', () => {
  it('reads back what was written', () => {
    expect(parseReport(renderJson(full()))).toEqual({ report: full() })
  })

  it('reads a report of every hostile text', () => {
    const report = reportSaying(hostile)
    expect(parseReport(renderJson(report))).toEqual({ report })
  })

  it.each<[string, (report: Record<string, unknown>) => void]>([
    ['target.name', (report) => (report['target'] = { name: '../../escape', endpoint: 'x' })],
    ['startedAt', (report) => (report['startedAt'] = 'yesterday')],
    [
      'selection.shard.count',
      (report) => {
        const shard = { index: 1, count: 1_000_000_000, planned: 1, positions: [0] }
        report['selection'] = { shard }
      },
    ],
  ])('refuses a report with an odd %s', (where, change) => {
    expect(parseReport(changed(change))).toMatchObject({
      problem: expect.stringContaining(`${where}: `),
    })
  })

  it('reads a file that begins with a byte order mark', () => {
    expect(parseReport(`\ufeff${renderJson(full())}`)).toHaveProperty('report')
  })

  it('keeps members of a newer minor form', () => {
    const text = changed((report) => {
      report['trend'] = [1, 2]
    })
    expect(parseReport(text)).toMatchObject({ report: { trend: [1, 2] } })
  })

  it('says that a text is not JSON', () => {
    expect(problemOf('<html>')).toMatch(/^not JSON: .*; give the report\.json of a run that ended$/)
  })

  it('says that a file is empty, or in UTF-16 as a shell of Windows writes it', () => {
    expect(problemOf('')).toMatch(/^it is empty; /)
    const bytes = Buffer.from(`\uFEFF${changed(() => undefined)}`, 'utf16le')
    expect(parseBlocks([bytes], () => '')).toMatchObject({
      problem: expect.stringMatching(/UTF-16.*save it as UTF-8$/),
    })
  })

  it('says that another JSON file is not a report', () => {
    expect(problemOf('{"a":1}')).toMatch(/^not a report: .*schemaVersion/)
    expect(problemOf('null')).toMatch(/^not a report: /)
  })

  it('says which schema version it met and which it reads', () => {
    const text = changed((report) => {
      report['schemaVersion'] = 2
    })
    expect(problemOf(text)).toMatch(/^schemaVersion is 2, but this program reads 1/)
  })

  it('names the place and the value of what is wrong', () => {
    const text = changed((report) => {
      const [cell] = report['cells'] as Record<string, unknown>[]
      cell!['verdict'] = 'great'
    })
    const problem = problemOf(text)
    expect(problem).toContain('cells[0].verdict: ')
    expect(problem).toContain('"great"')
  })

  it('names a member that is missing', () => {
    const text = changed((report) => {
      delete report['startedAt']
    })
    expect(problemOf(text)).toContain('startedAt: ')
    expect(problemOf(text)).toContain('nothing')
  })

  it('names the place in a later cell, and counts what else is wrong', () => {
    const text = changed((report) => {
      const [cell] = report['cells'] as object[]
      report['cells'] = [cell, { ...cell, requests: -1, retries: 'x' }]
      report['exitCode'] = 'none'
    })
    expect(problemOf(text)).toMatch(
      /^not a valid report: exitCode: .*; it is "none" \(and 2 more\)$/,
    )
    const valid = text.replace('"exitCode":"none"', '"exitCode":1')
    expect(problemOf(valid)).toMatch(/^not a valid report: cells\[1\]\.requests: .*; it is -1 /)
  })

  it('shares the results of checks that passed between the cells', () => {
    const pass = { ...sampleCheck(), verdict: 'pass' } as const
    const cells = ['a', 'b'].map((name) => sampleCell({ case: name, checks: [pass] }))
    const read = parseReport(renderJson(sampleReport(cells)))
    const [first, second] = 'report' in read ? read.report.cells : []
    expect(first!.checks[0]).toEqual(pass)
    expect(second!.checks[0]).toBe(first!.checks[0])
  })

  it('answers any corruption with a report or one line', () => {
    const random = seededRandom(11)
    const text = renderJson(full())
    for (let round = 0; round < 500; round += 1) {
      const start = Math.floor(random() * text.length)
      const end = start + Math.floor(random() * 40)
      const broken = text.slice(0, start) + (random() < 0.5 ? hostile : '') + text.slice(end)
      const result = parseReport(broken)
      if ('problem' in result) expect(result.problem).toMatch(/^[^\p{Cc}]{5,400}$/u)
      else expect(result.report.schemaVersion).toBe(1)
    }
  })
})
