/** What a person reads at the end of a run. */
import pc from 'picocolors'
import type { RenderOptions } from '../render-options.ts'
import { labelled, renderFailure, sentenceOf } from '../failure/failure.ts'
import { groupsOf, type Group } from '../model/group.ts'
import type { ReportModel } from '../model/model.ts'
import { summaryTable } from './summary-table.ts'
import { visible } from '../text/visible.ts'
import { elide, truncate, wrap } from '../text/width.ts'
import { count, duration, verdictDescriptions } from '../text/describe.ts'

export interface SummaryOptions extends RenderOptions {
  readonly colour: boolean
  readonly columns: number
  /** Paths of the reports that were written. */
  readonly reports?: readonly string[]
  /** Failures shown in full; default 10. */
  readonly failures?: number
}

/** More failures than this in full push the first ones off any screen. */
const fullFailures = 10
const otherCells = 3
type Colours = ReturnType<typeof pc.createColors>

/** The end-of-run text, ending in a newline: failures, what was not judged, table, verdict, paths. */
export function renderSummary(model: ReportModel, options: SummaryOptions): string {
  const colours = pc.createColors(options.colour)
  const columns = Math.max(40, options.columns)
  const shown = { ...options, columns: Math.min(columns, 110) }
  const sections = [
    failures(model, shown, colours),
    warnings(model, columns, colours),
    notJudged(model, columns, colours),
    problems(model, columns, colours),
    summaryTable(model, columns),
    verdict(model, columns, colours),
    (options.reports ?? []).map(
      (path, index) => `${index === 0 ? 'Reports' : '       '}  ${visible(path)}`,
    ),
  ]
  const blocks = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'))
  return `${blocks.join('\n\n')}\n`
}

function failures(model: ReportModel, options: SummaryOptions, colours: Colours): string[] {
  const groups = groupsOf(model, 'fail', 'error')
  const most = options.failures ?? fullFailures
  const shown = groups
    .slice(0, most)
    .flatMap((group) => [...inFull(group, renderFailure(group, model, options), colours), ''])
  const rest = groups.slice(most)
  if (rest.length === 0) return shown.slice(0, -1)
  const head = colours.bold(
    `${count(rest.length, 'further kind')} of failure, in full in the reports:`,
  )
  return [...shown, head, ...rest.map((group) => oneLine(group, options.columns))]
}

function inFull({ cells }: Group, failure: readonly string[], colours: Colours): string[] {
  const [first = '', ...lines] = failure
  const others = cells.slice(1)
  const names = others.slice(0, otherCells).map((other) => {
    return elide(visible(`${other.case} [${other.api} ${other.region} ${other.model}]`), 200)
  })
  const more = others.length - names.length
  const also = [...names, ...(more > 0 ? [`and ${count(more, 'further cell')}`] : [])]
  return [
    colours.red(colours.bold(first)),
    ...[...lines, ...labelled('also in', also)].map((line) => dimLabel(line, colours)),
  ]
}

function dimLabel(line: string, colours: Colours): string {
  return line.replace(
    /^( {4})([a-z]+(?: in)?)(?= )/,
    (_, space: string, label: string) => space + colours.dim(label),
  )
}

function oneLine({ check, cell, cells }: Group, columns: number): string {
  const { mark } = verdictDescriptions[check.verdict]
  const location =
    cells.length === 1 ? `${cell.case}/${check.id}` : `${check.id} in ${cells.length} cells`
  return truncate(visible(`${mark} ${location}: ${sentenceOf(check)}`), columns)
}

function warnings(model: ReportModel, columns: number, colours: Colours): string[] {
  const groups = groupsOf(model, 'warn')
  if (groups.length === 0) return []
  const head = `${count(model.report.summary.warn, 'warning')}: a should is violated`
  return [colours.yellow(colours.bold(head)), ...groups.map((group) => oneLine(group, columns))]
}

function notJudged(
  { unjudged: entries }: ReportModel,
  columns: number,
  colours: Colours,
): string[] {
  if (entries.length === 0) return []
  const total = entries.reduce((sum, entry) => sum + entry.checks, 0)
  const lines = entries.flatMap((entry) => {
    const { mark } = verdictDescriptions[entry.verdict]
    const head = `${mark} ${entry.checks} ${entry.verdict}, ${entry.reason} (${count(entry.cases.length, 'case')})`
    const because =
      entry.because === undefined ? [] : wrap(elide(visible(entry.because), 300), columns - 2)
    return [head, ...because.map((line) => `  ${line}`)]
  })
  return [colours.yellow(colours.bold(`Not judged: ${count(total, 'check')}`)), ...lines]
}

function problems({ report }: ReportModel, columns: number, colours: Colours): string[] {
  return report.problems.flatMap((problem) =>
    wrap(elide(visible(problem), 500), columns - 2).map((line, index) =>
      index === 0 ? colours.yellow(`! ${line}`) : `  ${line}`,
    ),
  )
}

function verdict(
  { report, headline, retries }: ReportModel,
  columns: number,
  colours: Colours,
): string[] {
  const { verdict: words, sentence, tone } = headline
  const { summary, target } = report
  const facts = [
    `${target.name} at ${target.endpoint}`,
    count(summary.cells, 'cell'),
    count(summary.checks, 'check'),
    `${count(summary.requests, 'request')}${retries > 0 ? `, ${retries} repeated` : ''}`,
    duration(report.durationMs),
  ]
  const paint = { good: colours.green, bad: colours.red, open: colours.yellow }[tone]
  const lines = wrap(`${words}: ${sentence}`, columns)
  return [
    ...wrap(visible(facts.join(' · ')), columns),
    ...lines.map((line) => paint(colours.bold(line))),
  ]
}
