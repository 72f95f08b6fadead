/** The limit of the page, with many cells and with long texts. */
import { describe, expect, it } from 'vitest'
import type { ShownExchange } from '../../model/findings/evidence.ts'
import type { CellResult } from '../../model/report.ts'
import { modelOf } from '../model/model.ts'
import { failingCheck, sampleCell, sampleCheck, sampleReport } from '../testing/sample.ts'
import { renderHtml } from './html.ts'
import { dataOf, pageOf } from './testing/page.ts'

const megabytes = 1_000_000

describe('the size of the page', () => {
  /** Each character takes six bytes as JSON in a script element. */
  const long = '<'.repeat(20_000)

  function manyCells(number: number, text: string): CellResult[] {
    return Array.from({ length: number }, (_, index) => {
      const received = `${text}${index}`
      const finding = { ...failingCheck().finding!, message: received, expected: text, received }
      const checks = Array.from({ length: 12 }, (__, at) =>
        failingCheck({ id: `c-${at}`, finding }),
      )
      const model = `model-${index % 50} ${text}`
      return sampleCell({
        case: `suite.case-${index % 300}`,
        model,
        region: `r-${index % 13}`,
        checks,
      })
    })
  }

  it('stays below 3 MB whatever the server sent', () => {
    const cells = manyCells(400, long)
    const html = renderHtml(modelOf(sampleReport(cells, { problems: Array(900).fill(long) })))
    expect(Buffer.byteLength(html)).toBeLessThan(3 * megabytes)
    expect(dataOf(html).cells.length).toBeGreaterThan(200)
  })

  it('stays below 3 MB for 50,000 cells, of which the failing ones are kept and the others counted', () => {
    const passing = Array.from({ length: 49_990 }, (_, index) =>
      sampleCell({
        case: `suite.case-${index % 180}`,
        region: `region-${index % 13}`,
        durationMs: index,
      }),
    )
    const cells = [...passing, ...manyCells(10, 'wrong')]
    const page = renderHtml(modelOf(sampleReport(cells)))
    expect(Buffer.byteLength(page)).toBeLessThan(3 * megabytes)
    const data = dataOf(page)
    expect(data.cells.filter(([, , , , verdict]) => verdict === 'fail')).toHaveLength(10)
    expect(data.cells.length).toBeLessThan(cells.length)
    expect(data.head.notes.join()).toContain(`${cells.length - data.cells.length} cells`)
  })

  it('stays below 3 MB with ten thousand different checks, with the exchanges that fit beside them', () => {
    const cells = Array.from({ length: 800 }, (_, index) =>
      sampleCell({
        case: `suite.case-${index}`,
        checks: Array.from({ length: 13 }, (__, at) =>
          failingCheck({
            id: `what-the-check-of-this-cell-is-about-${index}-${at}`,
            rule: `specification.of.the.interface.rule-${at}`,
            source: { file: `suites/protocol/of-an-interface-${at}.yaml`, line: index },
          }),
        ),
      }),
    )
    const exchange = { method: 'POST', url: 'z'.repeat(8500) } as ShownExchange
    const evidence = Array.from({ length: 105 }, (_, cell) => ({
      cell,
      exchanges: [exchange],
      omitted: 0,
    }))
    const html = renderHtml(modelOf(sampleReport(cells)), { evidence: () => evidence })
    expect(Buffer.byteLength(html)).toBeLessThan(3 * megabytes)
    const page = dataOf(html)
    expect(page.cells).toHaveLength(800)
    expect(page.evidence).toHaveLength(105)
  })

  it('stays below 3 MB where names that it holds once fill it, and keeps the failing cells', () => {
    const cells = Array.from({ length: 3000 }, (_, index) =>
      sampleCell({
        case: `suite.case-${index}`,
        checks: Array.from({ length: 20 }, (__, at) => {
          const id = `what-the-check-of-this-cell-is-about-${index}-${at}`
          return index < 2900 ? sampleCheck({ id }) : failingCheck({ id })
        }),
      }),
    )
    const html = renderHtml(modelOf(sampleReport(cells)))
    expect(Buffer.byteLength(html)).toBeLessThan(3 * megabytes)
    const failing = dataOf(html).cells.filter(([, , , , verdict]) => verdict === 'fail')
    expect(failing).toHaveLength(100)
  })

  it('shortens findings that do not fit, and marks them', () => {
    const page = pageOf(manyCells(400, 'z'.repeat(2000)))
    expect(page.judgements[0]).not.toHaveProperty('short')
    expect(page.judgements.at(-1)).toMatchObject({ short: true, code: 'sse.done-missing' })
  })

  it('leads from a shortened finding to the exchange that shows it', () => {
    const cells = manyCells(400, 'z'.repeat(2000)).map((cell) => ({
      ...cell,
      checks: cell.checks.map((check) => ({ ...check, exchange: 3 })),
    }))
    expect(pageOf(cells).judgements.at(-1)).toMatchObject({ short: true, exchange: 3 })
  })
})
