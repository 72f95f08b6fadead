import { renderTables } from '../html/tables.ts'
import type { ComparisonModel } from './model.ts'

/** A comparison as a page that needs no other file. */
export function renderComparisonHtml(model: ComparisonModel): string {
  const { outcome, runs, caveats, sections, timingRule } = model
  const head = {
    title: 'comparison',
    ...outcome,
    facts: [['runs', runs]] as const,
    notes: [...caveats, ...(timingRule === undefined ? [] : [timingRule])],
  }
  return renderTables(
    head,
    sections.map(({ title, tone, lines }) => ({
      title,
      tone,
      columns: ['What', 'Where', 'Details'],
      rows: lines.map(({ what, where, text }) => [what, where, text]),
    })),
  )
}
