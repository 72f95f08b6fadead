/** `report.html`: one file that needs no other and loads nothing. */
import type { ReportModel } from '../model/model.ts'
import type { RenderOptions } from '../render-options.ts'
import { pageOf } from './document.ts'
import { runPage } from './encode/run-page.ts'

/** The page of a run. A pure function, below 3 MB whatever the report holds. */
export function renderHtml(model: ReportModel, options: RenderOptions = {}): string {
  return pageOf(runPage(model, options), options.clean)
}
