import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { CellResult, Report } from '../../model/report.ts'
import { modelOf } from '../model/model.ts'
import { renderSummary, type SummaryOptions } from './terminal.ts'
import {
  dangerous,
  failingCheck,
  hostile,
  reportSaying,
  sampleCell,
  sampleCheck,
  sampleReport,
} from '../testing/sample.ts'
import { width } from '../text/width.ts'

function render(report: Report, options: SummaryOptions): string {
  return renderSummary(modelOf(report), options)
}

/** A cell with a failure of its own kind. */
function brokenCell(name: string): CellResult {
  const finding = { code: `code.${name}`, message: `${name} is wrong.`, expected: '', received: '' }
  return sampleCell({ checks: [failingCheck({ finding })] })
}

const plain = { colour: false, columns: 100 }

describe('renderSummary', () => {
  it('begins with the verdict and its exit code, and ends with the paths of the reports', () => {
    const text = render(sampleReport(), {
      ...plain,
      reports: ['a/report.md', 'a/junit.xml'],
    })
    expect(text.split('\n')[0]).toBe(
      'CONFORMANT: No must was violated outside the baseline in 1 judged check (exit code 0).',
    )
    expect(text.trimEnd().split('\n').slice(-2)).toEqual([
      'Reports  a/report.md',
      '         a/junit.xml',
    ])
  })

  it('shows one cause for failures of one root, in at most 8 lines', () => {
    const cells = ['a', 'b', 'c', 'd'].map((region) =>
      sampleCell({ region, checks: [failingCheck()] }),
    )
    const text = render(sampleReport(cells), plain)
    const [, cause = ''] = text.split('\n\n')
    expect(cause.split('\n').length).toBeLessThanOrEqual(8)
    expect(cause).toContain('✗ The stream ended without its terminator.')
    expect(cause).toContain('MUST openai.stream.done, sse.done-missing: 4 checks in 4 cells')
    expect(cause).toContain('expected a last event "data: [DONE]"')
    expect(cause).not.toContain('pass')
    expect(cause).toContain('repeat    npm test -- --target=llamastack --case=stream.basic')
    expect(text.match(/^✗ /gm)).toHaveLength(1)
  })

  it('says how many checks of a cause pass, so that it fails at times', () => {
    const passing = sampleCell({ case: 'other', checks: [{ ...failingCheck(), verdict: 'pass' }] })
    const text = render(sampleReport([sampleCell({ checks: [failingCheck()] }), passing]), plain)
    expect(text).toContain('1 check in 1 cell, 1 other passes')
  })

  it('shows three causes in full and five in a line each, and counts the others', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']
    const text = render(sampleReport(names.map((name) => brokenCell(name))), plain)
    expect(text.match(/^ {4}where/gm)).toHaveLength(3)
    expect(text.match(/^✗ /gm)).toHaveLength(8)
    expect(text).toContain('  and 2 further causes')
    expect(text).toContain(' · 10 causes')
  })

  it('shows every failure when asked to, with the cells that share it', () => {
    const cells = ['a', 'b', 'c', 'd', 'e', 'f'].map((region) =>
      sampleCell({ region, checks: [failingCheck()] }),
    )
    const text = render(sampleReport(cells), { ...plain, detail: 'verbose' })
    expect(text).toContain('    expected  a last event "data: [DONE]"')
    expect(text).toContain('    also in   stream.basic [openai-chat-stream b ')
    expect(text).toContain('              and 2 further cells')
  })

  it('shows nothing but verdict and causes when asked to be quiet', () => {
    const options = { ...plain, detail: 'quiet', reports: ['a/report.md'] } as const
    const text = render(sampleReport([brokenCell('a')]), options)
    expect(text.split('\n\n')).toHaveLength(2)
    expect(text).not.toContain('Reports')
  })

  it('says what was not judged and why', () => {
    const because = 'The target declares tools: false.'
    const checks = [sampleCheck({ verdict: 'unsupported', reason: 'capability', because })]
    const text = render(sampleReport([sampleCell({ checks })]), plain)
    expect(text).toContain('Not judged: 1 check\n')
    expect(text).toContain(
      '- 1 unsupported, capability: declared lacking, or refused cleanly (1 case)',
    )
    expect(text).toContain(`  ${because}`)
  })

  it('says once what is a problem of the run and the reason why something was not judged', () => {
    const because = 'http://h refused the call of m with status 404.'
    const checks = [sampleCheck({ verdict: 'inconclusive', reason: 'prerequisite', because })]
    const report = sampleReport([sampleCell({ checks })])
    const text = render({ ...report, problems: [because, 'Another problem.'] }, plain)
    expect(text.split(because)).toHaveLength(2)
    expect(text).toContain('! Another problem.')
    const long = 'x'.repeat(400)
    const cut = sampleCell({ checks: [{ ...checks[0]!, because: long }] })
    expect(render({ ...sampleReport([cut]), problems: [long] }, plain)).toContain('! xxx')
  })

  it('counts checks per API, region and model, with a total', () => {
    const cells = [
      sampleCell({ api: 'converse', checks: [failingCheck()] }),
      sampleCell({ api: 'openai-chat' }),
      sampleCell({ api: 'openai-chat', case: 'stream.other' }),
    ]
    const text = render(sampleReport(cells), plain)
    expect(text).toContain(
      [
        'API          CELLS  fail  pass',
        'converse         1     1     0',
        'openai-chat      2     0     2',
        'all              3     1     2',
      ].join('\n'),
    )
  })

  it('keeps the table short, however many regions, models and APIs there are', () => {
    const cells = Array.from({ length: 13 * 4 * 5 }, (_, index) =>
      sampleCell({
        region: `region-${index % 13}`,
        model: `model-${index % 4}`,
        api: (['converse', 'invoke', 'openai-chat', 'llama-stack', 'openai-models'] as const)[
          index % 5
        ]!,
      }),
    )
    const lines = render(sampleReport(cells), plain).split('\n')
    expect(lines.length).toBeLessThan(30)
    expect(lines.find((line) => line.startsWith('all'))).toMatch(/ 260 .* 260$/)
  })

  it('shortens the names of models before those of APIs', () => {
    const cells = (['openai-chat-stream', 'openai-responses-stream'] as const).map((api) =>
      sampleCell({ api, model: `us.anthropic.claude-${api}` }),
    )
    const text = render(sampleReport(cells), { ...plain, columns: 52 })
    expect(text).toMatch(/^openai-chat-stream +us\.[a-z]+… +1 /m)
    expect(text).toMatch(/^openai-responses-stream +us\.[a-z]+… +1 /m)
  })

  it('says how many requests were repeated', () => {
    expect(render(sampleReport([sampleCell({ retries: 2 })]), plain)).toContain(
      '1 request, 2 repeated',
    )
  })

  it('writes escape sequences only when asked for colour, and only for colour', () => {
    const report = reportSaying(hostile)
    expect(render(report, plain)).not.toMatch(dangerous)
    const coloured = render(report, { ...plain, colour: true })
    expect(coloured).toContain('\u001b[')
    // eslint-disable-next-line no-control-regex
    expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).not.toMatch(dangerous)
    expect(stripVTControlCharacters(coloured)).toBe(render(report, plain))
  })

  it('keeps tables and sentences within the columns', () => {
    const cells = [failingCheck({ verdict: 'warn' }), sampleCheck()].map((check, index) =>
      sampleCell({ checks: [check], model: `${'long-'.repeat(30)}${index}` }),
    )
    for (const columns of [60, 80, 120]) {
      const lines = render(sampleReport(cells), { colour: false, columns }).split('\n')
      const wrapped = lines.filter((line) => !line.startsWith('    repeat'))
      expect(Math.max(...wrapped.map(width))).toBeLessThanOrEqual(columns)
    }
  })

  it.each([60, 80, 120, 200])('keeps every count of the table in %i columns', (columns) => {
    const verdictsShown = ['fail', 'warn', 'inconclusive', 'unsupported', 'pass'] as const
    const cells = ['one', 'two'].flatMap((name) =>
      verdictsShown.map((verdict) =>
        sampleCell({
          model: `${'long-'.repeat(9)}${name}`,
          region: name,
          checks: [sampleCheck({ verdict })],
        }),
      ),
    )
    const lines = render(sampleReport(cells), { colour: false, columns }).split('\n')
    const head = lines.find((line) => line.includes('CELLS'))
    expect(head).toMatch(/CELLS +fail +warn +inconclusive +unsupported +pass$/)
    expect(lines.find((line) => line.startsWith('all'))).toMatch(/10 +2 +2 +2 +2 +2$/)
  })

  it('takes a coarser table where two rows would read alike', () => {
    const cells = ['us-west-2', 'us-east-2'].flatMap((region) =>
      ['openai.gpt-oss-20b-1:0', 'openai.gpt-oss-20b'].map((name) =>
        sampleCell({ region, model: name, api: 'openai-responses-stream' }),
      ),
    )
    const text = render(sampleReport(cells), { ...plain, columns: 40 })
    expect(text).toContain(
      [
        'REGION     CELLS  fail  pass',
        'us-west-2      2     0     2',
        'us-east-2      2     0     2',
        'all            4     0     4',
      ].join('\n'),
    )
  })

  it('gives each count a line where no table is narrow enough', () => {
    const verdictsShown = ['fail', 'warn', 'inconclusive', 'unsupported', 'pass'] as const
    const cells = verdictsShown.map((verdict) =>
      sampleCell({ checks: [sampleCheck({ verdict }), sampleCheck({ id: 'other', verdict })] }),
    )
    const text = render(sampleReport(cells), { ...plain, columns: 40 })
    const counts = [
      'cells         5',
      'fail          2',
      'warn          2',
      'inconclusive  2',
      'unsupported   2',
      'pass          2',
    ]
    expect(text).toContain(counts.join('\n'))
  })

  it('breaks the facts between two of them, and cuts no reason, in a narrow terminal', () => {
    const checks = [sampleCheck({ verdict: 'inconclusive', reason: 'prerequisite' })]
    const report = sampleReport([sampleCell({ checks })], { durationMs: 147_000 })
    const lines = render(report, { ...plain, columns: 40 }).split('\n')
    expect(lines).toContain('1 cell · 1 check · 1 request ·')
    expect(lines).toContain('2 min 27 s')
    const text = lines.map((line) => line.trim()).join(' ')
    expect(text).toContain('inconclusive, prerequisite: what it depends on did not hold (1 case)')
  })
})
