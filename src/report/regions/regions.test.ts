import { describe, expect, it } from 'vitest'
import type { AnswerClass } from '../../model/answer.ts'
import type { Availability, CellResult, Report } from '../../model/report.ts'
import { modelOf } from '../model/model.ts'
import { renderRegions } from './regions.ts'
import { renderRegionsText } from './regions-text.ts'
import { hostile, sampleCell, sampleReport } from '../testing/sample.ts'

function render(report: Report, earlier?: Report): string | undefined {
  return renderRegions(modelOf(report, { earlier }))
}

function renderText(report: Report): string {
  return renderRegionsText(modelOf(report))
}

const claim = (expected: AnswerClass) => ({ class: expected, source: 'a list', date: '2026-08-21' })

function location(
  region: string,
  found: AnswerClass,
  expected: AnswerClass | undefined,
  more: Partial<Availability> = {},
  cell: Partial<CellResult> = {},
): CellResult {
  return sampleCell({
    case: 'availability.call',
    region,
    api: 'converse',
    availability: {
      class: found,
      evidence: { status: 200 },
      model: 'llama',
      ...(expected && { expected: { ...claim(expected), earlier: [] } }),
      ...more,
    },
    ...cell,
  })
}

const denied = location('us-west-2', 'model-access', 'available', {
  evidence: {
    status: 403,
    code: 'AccessDeniedException',
    message: 'You have no access.',
    requestId: 'r-1',
  },
  expected: { ...claim('available'), earlier: [{ ...claim('model-access'), date: '2025-10-31' }] },
})
const cells = [
  location('us-east-2', 'available', 'available'),
  denied,
  location('eu-west-1', 'not-in-region-or-bad-id', 'not-in-region-or-bad-id'),
  location('us-east-1', 'throttled', 'available'),
  location('us-west-1', 'available', undefined),
]
const lines = (text: string | undefined, part: string): string[] =>
  (text ?? '').split('\n').filter((line) => line.includes(part))

describe('regions.md', () => {
  const text = render(sampleReport(cells))

  it('names what is other than expected first, with evidence and with the older claim', () => {
    expect(text).toContain('## Other than expected: 1 place\n')
    const [row] = lines(text, '[us-west-2]')
    expect(row).toContain('| model-access |')
    expect(row).toMatch(/status 403.*AccessDeniedException.*You have no access.*request `r-1`/)
    expect(row).toContain(
      'available (a list, 2026-08-21)<br>older: model-access (a list, 2025-10-31)',
    )
  })

  it('has a cell for each region and API that leads to its evidence', () => {
    expect(lines(text, '✅ [available](#us-east-2)')).toHaveLength(1)
    expect(lines(text, '➖ [not-in-region-or-bad-id](#eu-west-1)')).toHaveLength(1)
    expect(lines(text, '⚠️ [model-access](#us-west-2) (expected available)')).toHaveLength(1)
    expect(lines(text, '❔ [throttled](#us-east-1)')).toHaveLength(1)
    expect(lines(text, '❔ [available](#us-west-1)')).toHaveLength(1)
    for (const { region } of cells) expect(text).toContain(`\n### ${region}\n`)
  })

  it('says what changed since the last report, and that nothing did', () => {
    const before = sampleReport([location('us-west-2', 'available', 'available'), cells[0]!], {
      startedAt: '2026-11-21T00:00:00.000Z',
    })
    const changed = render(sampleReport(cells), before)
    expect(changed).toContain('## Since the last report (`2026-11-21T00:00:00.000Z`)')
    expect(changed).toContain(
      '| [us-west-2](#us-west-2) | `llama` | `converse` | available | model-access |',
    )
    expect(render(sampleReport(cells), sampleReport(cells))).toContain('Nothing changed.')
    expect(text).not.toContain('Since the last')
  })

  it('leads to the recording of what went wrong', () => {
    const recorded = { ...denied, wire: 'wire/availability.call.har' }
    const shown = render(sampleReport([cells[0]!, recorded]))
    expect(shown).toContain('[`wire/availability.call.har`](wire/availability.call.har)')
  })

  it('is not written for one region, or where no case looked', () => {
    expect(render(sampleReport([denied]))).toBeUndefined()
    expect(render(sampleReport([]))).toBeUndefined()
  })

  it('lets no words of a server become markup', () => {
    const nasty = location('us-west-2', 'unclassified', 'available', {
      evidence: { message: hostile, code: hostile, requestId: hostile },
    })
    const shown = render(sampleReport([cells[0]!, nasty])) ?? ''
    expect(shown).not.toContain('<script>')
    expect(shown).not.toContain('](http://evil')
    expect(lines(shown, 'alert').every((line) => line.startsWith('|'))).toBe(true)
  })
})

describe('the matrix in a terminal', () => {
  it('has a line for each region, and marks what is other than expected', () => {
    const text = renderText(sampleReport(cells))
    expect(lines(text, 'us-east-2')[0]).toMatch(/us-east-2 +available$/)
    expect(lines(text, 'us-west-2')[0]).toMatch(/us-west-2 +model-access ≠ available$/)
    expect(lines(text, 'us-east-1')[0]).toMatch(/us-east-1 +throttled$/)
  })

  it('tells the APIs apart where they disagree', () => {
    const other = location('us-east-2', 'legacy', 'legacy', {}, { api: 'invoke' })
    const text = renderText(sampleReport([...cells, other]))
    expect(lines(text, 'us-east-2')[0]).toContain('available (converse)')
    expect(text).toContain('legacy (invoke)')
  })

  it('is empty for one region', () => {
    expect(renderText(sampleReport([denied]))).toBe('')
  })
})

it('the matrix for a terminal stands in several tables where one would be wider', () => {
  const report = sampleReport(
    ['us-east-1', 'us-west-2'].flatMap((region) =>
      ['llama', 'nova', 'gpt-oss'].map((model) =>
        location(region, 'available', 'available', { model }),
      ),
    ),
  )
  const whole = renderRegionsText(modelOf(report))
  expect(renderRegionsText(modelOf(report), 42)).toBe(whole)
  expect(renderRegionsText(modelOf(report), 32)).toBe(`REGION     llama      nova
us-east-1  available  available
us-west-2  available  available

REGION     gpt-oss
us-east-1  available
us-west-2  available

`)
  expect(renderRegionsText(modelOf(report), 5).match(/REGION/g)).toHaveLength(3)
})
