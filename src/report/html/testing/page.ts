/** What a rendered page holds. */
import type { CellResult, Report } from '../../../model/report.ts'
import { modelOf } from '../../model/model.ts'
import type { RenderOptions } from '../../render-options.ts'
import { sampleReport } from '../../testing/sample.ts'
import type { RunPage } from '../data.ts'
import { renderHtml } from '../html.ts'

export function dataOf(html: string): RunPage {
  const [, text = ''] =
    /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html) ?? []
  return JSON.parse(text) as RunPage
}

export function pageOf(
  cells: readonly CellResult[],
  options: RenderOptions = {},
  more: Partial<Report> = {},
): RunPage {
  return dataOf(renderHtml(modelOf(sampleReport(cells, more)), options))
}
