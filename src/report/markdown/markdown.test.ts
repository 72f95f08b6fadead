import { describe, expect, it } from 'vitest'
import type { CellResult, Report } from '../../model/report.ts'
import { modelOf } from '../model/model.ts'
import { renderMarkdown } from './markdown.ts'
import type { RenderOptions } from '../render-options.ts'
import {
  dangerous,
  failingCheck,
  hostile,
  reportSaying,
  sampleCell,
  sampleCheck,
  sampleReport,
} from '../testing/sample.ts'

function render(report: Report, options?: RenderOptions): string {
  return renderMarkdown(modelOf(report), options)
}

/** Lines outside fenced code, read as CommonMark reads fences. */
function withoutCode(markdown: string): string[] {
  let fence: string | undefined
  return markdown.split('\n').filter((line) => {
    const run = /^`{3,}/.exec(line)?.[0]
    if (fence === undefined) {
      fence = run
      return run === undefined
    }
    if (run !== undefined && run.length >= fence.length && line.trim() === run) fence = undefined
    return false
  })
}

/** Tables as lists of rows of cells. */
function tables(markdown: string): string[][][] {
  const found: string[][][] = []
  let inside = false
  for (const line of withoutCode(markdown)) {
    const isRow = line.startsWith('|')
    if (isRow && !inside) found.push([])
    if (isRow)
      found.at(-1)!.push(
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      )
    inside = isRow
  }
  return found
}

const regions =
  'us-east-1 us-east-2 us-west-2 ca-central-1 sa-east-1 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-north-1 ap-south-1 ap-northeast-1 ap-southeast-2'.split(
    ' ',
  )

/** Thirteen regions × four models × four APIs × twenty cases, with a failure of each region's own. */
function manyCells(): CellResult[] {
  return regions.flatMap((region, at) =>
    ['m1', 'm2', 'm3', 'm4'].flatMap((model) =>
      (['openai-chat', 'converse', 'invoke', 'llama-stack'] as const).flatMap((api) =>
        Array.from({ length: 20 }, (_, index) => {
          const fails = index === at && model === 'm1'
          return sampleCell({
            region,
            model,
            api,
            case: `s${index % 2}.c${index}`,
            checks: [fails ? failingCheck() : sampleCheck()],
          })
        }),
      ),
    ),
  )
}

describe('renderMarkdown', () => {
  it('says the verdict in words, first', () => {
    expect(render(sampleReport())).toMatch(/^# ✅ CONFORMANT: llamastack\n/)
    const failing = sampleReport([sampleCell({ checks: [failingCheck()] })])
    expect(render(failing)).toMatch(/^# ❌ NOT CONFORMANT: llamastack\n\n\*\*1 of 1 check failed/)
  })

  it('tells causes before the matrix, and what was not judged, and why, after what failed', () => {
    const because = 'The target declares tools: false.'
    const unsupported = sampleCheck({ verdict: 'unsupported', reason: 'capability', because })
    const throttled = sampleCheck({ verdict: 'inconclusive', reason: 'throttled' })
    const checks = [failingCheck(), unsupported, throttled, throttled]
    const text = render(sampleReport([sampleCell({ checks })]))
    expect(text).toContain('## Not judged: 3 checks')
    expect(text).toContain(
      '| ➖ unsupported | 1 | capability: declared lacking, or refused cleanly<br>The target declares tools: false. | stream.basic |',
    )
    expect(text).toContain(
      '| ❔ inconclusive | 2 | throttled: the server asked us to slow down | stream.basic |',
    )
    const heads = [...text.matchAll(/^## (\d )?(\w+)/gm)].map(([, , head]) => head)
    expect(heads).toEqual(['cause', 'Matrix', 'Failures', 'Not', 'Slowest'])
    expect(text).toContain('1. ❌ fail **The stream ended without its terminator.**')
  })

  it('never shows a symbol without its word', () => {
    const text = render(reportSaying('x'))
    const symbols =
      /(✅|❌|💥|⚠️|❔|📌|🔧|➖)(?! (pass|fail|error|warn|inconclusive|known|fixed|unsupported|CONFORMANT|NOT CONFORMANT))/u
    expect(text).not.toMatch(symbols)
  })

  it('shows one defect in many cells once, with the others listed', () => {
    const cells = regions.map((region) => sampleCell({ region, checks: [failingCheck()] }))
    const text = render(sampleReport(cells))
    expect(text.match(/^### /gm)).toHaveLength(1)
    expect(text).toContain('## Failures: 13 checks of 1 kind')
    expect(text).toContain('<summary>Also in 12 cells</summary>')
    for (const region of regions.slice(1)) expect(text).toContain(`· ${region} ·`)
  })

  it('keeps defects with different finding codes apart', () => {
    const other = failingCheck({ finding: { ...failingCheck().finding!, code: 'sse.other' } })
    const cells = [sampleCell({ checks: [failingCheck()] }), sampleCell({ checks: [other] })]
    expect(render(sampleReport(cells)).match(/^### /gm)).toHaveLength(2)
  })

  it('links the recording of a failure, whatever its name', () => {
    const cells = [sampleCell({ checks: [failingCheck()], wire: 'wire/stream.basic.har' })]
    expect(render(sampleReport(cells))).toContain(
      'Recorded in [`wire/stream.basic.har`](wire/stream.basic.har).',
    )
  })

  it('lists warnings, known deviations, gone ones and the slowest cells', () => {
    const checks = [
      failingCheck({ id: 'a', level: 'should', verdict: 'warn' }),
      failingCheck({ id: 'b', verdict: 'known', known: { reason: 'as 0.7 does' } }),
      sampleCheck({ id: 'c', verdict: 'fixed' }),
    ]
    const text = render(sampleReport([sampleCell({ checks, durationMs: 4321 })]))
    expect(text).toContain('### ⚠️ warn `stream.basic/a`')
    expect(text).toMatch(/\| `stream.basic\/b` \| `sse.done-missing` \| 1 \| .* \| as 0.7 does \|/)
    expect(text).toContain('## Fixed: 1 check')
    expect(text).toMatch(/## Slowest cells[^]*\| `stream.basic` \| .* \| 4.3 s \|/)
  })

  it('gives every row of a table as many cells as its head', () => {
    for (const report of [sampleReport(), sampleReport(manyCells()), reportSaying(hostile)]) {
      for (const table of tables(render(report))) {
        expect(new Set(table.map((row) => row.length)).size).toBe(1)
      }
    }
  })

  it('stays readable with thirteen regions and four models', () => {
    const text = render(sampleReport(manyCells()))
    const matrix = text.slice(text.indexOf('## Matrix'), text.indexOf('## Failures'))
    for (const [head] of tables(matrix)) expect(head!.length).toBeLessThanOrEqual(9)
    expect(matrix.split('\n').length).toBeLessThan(60)
    expect(matrix).toContain('all 4 models but `m1` in all 13 regions (39 alike)')
    expect(matrix).toContain('As table 1, except:')
  })

  it('shows at a glance what needs attention in which region and model', () => {
    const warned = sampleCell({
      region: 'a',
      case: 's.w',
      checks: [failingCheck({ verdict: 'warn' })],
    })
    const failed = sampleCell({ region: 'a', checks: [failingCheck()] })
    const fine = ['b', 'c', 'd', 'e'].map((region) => sampleCell({ region }))
    const text = render(sampleReport([failed, warned, ...fine]))
    expect(text).toContain('| `a` | ❌ fail 1, ⚠️ warn 1 of 2 |')
    expect(text).toContain('| all 5 regions but `a` | ✅ pass 1 of 1 |')
  })

  it('lets hostile text be nothing but text', () => {
    const text = render(reportSaying(hostile))
    expect(text).not.toMatch(dangerous)
    const outside = withoutCode(text)
    const prose = outside.map((line) => line.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, 'CODE'))
    for (const line of prose) {
      expect(line).not.toMatch(/<(?!br>|\/?details>|\/?summary>|\/?code>|!-- -->)/)
      expect(line).not.toMatch(/https?:|(?<!\\)\[x|@octocat|(?<!\\)\*\*bold/)
    }
  })
})
