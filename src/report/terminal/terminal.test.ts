import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../model/report.ts'
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

const plain = { colour: false, columns: 100 }

describe('renderSummary', () => {
  it('ends with the verdict, its exit code and the paths of the reports', () => {
    const text = render(sampleReport(), {
      ...plain,
      reports: ['a/report.md', 'a/junit.xml'],
    })
    expect(text.trimEnd().split('\n').slice(-4)).toEqual([
      'CONFORMANT: No must was violated outside the baseline in 1 judged check (exit code 0).',
      '',
      'Reports  a/report.md',
      '         a/junit.xml',
    ])
  })

  it('shows a failure in full, with the cells that share it', () => {
    const cells = ['a', 'b', 'c', 'd', 'e', 'f'].map((region) =>
      sampleCell({ region, checks: [failingCheck()] }),
    )
    const text = render(sampleReport(cells), plain)
    expect(text.match(/^✗ /gm)).toHaveLength(1)
    expect(text).toContain('    expected  a last event "data: [DONE]"')
    expect(text).toContain('    also in   stream.basic [openai-chat-stream b ')
    expect(text).toContain('              and 2 further cells')
  })

  it('counts by check what it does not show in full', () => {
    const cells = Array.from({ length: 14 }, (_, index) =>
      sampleCell({ checks: [failingCheck({ id: `check-${index}` })] }),
    )
    const text = render(sampleReport(cells), { ...plain, failures: 3 })
    expect(text.match(/^ {4}expected/gm)).toHaveLength(3)
    expect(text).toContain('11 further kinds of failure, in full in the reports:')
    expect(text.match(/^✗ /gm)).toHaveLength(14)
  })

  it('says what was not judged and why', () => {
    const because = 'The target declares tools: false.'
    const checks = [sampleCheck({ verdict: 'unsupported', reason: 'capability', because })]
    const text = render(sampleReport([sampleCell({ checks })]), plain)
    expect(text).toContain('Not judged: 1 check\n')
    expect(text).toContain('- 1 unsupported, capability: declared lacking by the target (1 case)')
    expect(text).toContain(`  ${because}`)
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
      expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(columns)
    }
  })
})
