/** Failures and warnings of a report as Markdown: one entry per kind, however many cells show it. */
import type { CellResult } from '../../model/report.ts'
import type { Verdict } from '../../model/names.ts'
import type { RenderOptions } from '../render-options.ts'
import { renderFailure, sentenceOf } from '../failure/failure.ts'
import { groupsOf, type Group } from '../model/group.ts'
import type { ReportModel } from '../model/model.ts'
import { code, codeBlock, fileLink, prose } from './markdown-text.ts'
import { locationText } from '../text/location-text.ts'
import { visible } from '../text/visible.ts'
import { elide } from '../text/width.ts'
import { count, verdictDescriptions } from '../text/describe.ts'

/** A step summary of GitHub holds 1 MiB, an entry takes about 2 kB. */
const mostEntries = 150
/** More than these are folded away. */
const listedCells = 6
const mostCells = 200
const longestTitle = 160

/** A section of the entries with one of `verdicts`; nothing when there are none. */
export function renderEntries(
  title: string,
  verdicts: readonly Verdict[],
  model: ReportModel,
  options: RenderOptions,
): string[] {
  const groups = groupsOf(model, ...verdicts)
  if (groups.length === 0) return []
  const checks = verdicts.reduce((sum, verdict) => sum + model.report.summary[verdict], 0)
  const kinds = groups.length === checks ? '' : ` of ${count(groups.length, 'kind')}`
  const rest = groups.slice(mostEntries)
  return [
    `## ${title}: ${count(checks, 'check')}${kinds}`,
    ...groups.slice(0, mostEntries).flatMap((group) => entry(group, model, options)),
    ...(rest.length === 0
      ? []
      : [`${rest.length} further kinds are in report.json:`, shortList(rest)]),
  ]
}

function entry(group: Group, model: ReportModel, options: RenderOptions): string[] {
  const { cell, check, cells } = group
  const { symbol } = verdictDescriptions[check.verdict]
  const sentence = prose(elide(visible(sentenceOf(check)), longestTitle))
  const where = cells.length === 1 ? `${cell.case}/${check.id}` : check.id
  const others = cells.slice(1)
  return [
    `### ${symbol} ${check.verdict} ${code(where)}: ${sentence}`,
    codeBlock(renderFailure(group, model, options)),
    ...(cell.wire === undefined ? [] : [`Recorded in ${fileLink(cell.wire)}.`]),
    ...(others.length === 0 ? [] : [cellList(others)]),
  ]
}

function cellList(cells: readonly CellResult[]): string {
  const items = cells.slice(0, mostCells).map((cell) => {
    return `- ${code(cell.case)} ${prose(locationText(cell))}`
  })
  const more = cells.length > mostCells ? [`- and ${cells.length - mostCells} more`] : []
  const head = `Also in ${count(cells.length, 'cell')}`
  const list = [...items, ...more].join('\n')
  if (cells.length <= listedCells) return `${head}:\n\n${list}`
  return `<details><summary>${head}</summary>\n\n${list}\n\n</details>`
}

function shortList(groups: readonly Group[]): string {
  return groups
    .map(({ check, cells }) => {
      const sentence = prose(elide(visible(sentenceOf(check)), longestTitle))
      return `- ${code(check.id)} in ${count(cells.length, 'cell')}: ${sentence}`
    })
    .join('\n')
}
