/** What a person reads at the end of a run. */
import pc from 'picocolors'
import type { RenderOptions } from '../render-options.ts'
import { causeLine, renderCause } from '../failure/cause.ts'
import { labelled, renderFailure } from '../failure/failure.ts'
import { causesOf } from '../model/causes.ts'
import { groupsOf, type Group } from '../model/group.ts'
import { groupBy } from '../../model/lists/group-by.ts'
import type { Unjudged } from '../model/unjudged.ts'
import type { ReportModel } from '../model/model.ts'
import { summaryTable } from './summary-table.ts'
import { partText } from '../text/part.ts'
import { visible } from '../text/visible.ts'
import { elide, width, wrap } from '../text/width.ts'
import { count, duration, verdictDescriptions } from '../text/describe.ts'

export interface SummaryOptions extends RenderOptions {
  readonly colour: boolean
  readonly columns: number
  /** Paths of the reports that were written. */
  readonly reports?: readonly string[]
  /** `quiet`: verdict and causes alone; `verbose`: every failure as well. Default `usual`. */
  readonly detail?: 'quiet' | 'usual' | 'verbose'
}

/** Causes shown with their remedy: more do not fit on a screen. */
const fullCauses = 3
/** Further causes, one line each. */
const shortCauses = 5
const otherCells = 3
/** Columns that the reason why something was not judged may take. */
const longestReason = 300
type Colours = ReturnType<typeof pc.createColors>

/** The end-of-run text, ending in a newline: verdict, causes, counts, what was not judged, paths. */
export function renderSummary(model: ReportModel, options: SummaryOptions): string {
  const colours = pc.createColors(options.colour)
  const columns = Math.max(40, options.columns)
  const shown = { ...options, columns: Math.min(columns, 110) }
  const { detail = 'usual' } = options
  const sections = [
    verdict(model, columns, colours),
    ...causes(model, shown, colours),
    ...(detail === 'quiet' ? [] : details(model, shown, columns, colours)),
  ]
  const blocks = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'))
  return `${blocks.join('\n\n')}\n`
}

function details(
  model: ReportModel,
  shown: SummaryOptions,
  columns: number,
  colours: Colours,
): string[][] {
  return [
    ...(shown.detail === 'verbose' ? failures(model, shown, colours) : []),
    notJudged(model, shown, colours),
    problems(model, shown, columns, colours),
    summaryTable(model, columns),
    (shown.reports ?? []).map(
      (path, index) => `${index === 0 ? 'Reports' : '       '}  ${visible(path)}`,
    ),
  ]
}

/** The causes of failures, or of warnings where nothing failed; the first of them in full. */
function causes(model: ReportModel, options: SummaryOptions, colours: Colours): string[][] {
  const all = causesOf(model, 'fail', 'error', 'warn')
  const full = all.slice(0, fullCauses).map((cause) => {
    const [first = '', ...lines] = renderCause(cause, model, options)
    const paint = cause.cause.verdict === 'warn' ? colours.yellow : colours.red
    return [paint(colours.bold(first)), ...lines.map((line) => dimLabel(line, colours))]
  })
  const rest = all.slice(fullCauses)
  if (rest.length === 0) return full
  const lines = rest
    .slice(0, shortCauses)
    .map(
      ({ cause }) =>
        `${verdictDescriptions[cause.verdict].mark} ${causeLine(cause, options.columns - 2)}`,
    )
  const more = rest.length - lines.length
  return [...full, [...lines, ...(more > 0 ? [`  and ${count(more, 'further cause')}`] : [])]]
}

/** Every kind of failure and warning in full. */
function failures(model: ReportModel, options: SummaryOptions, colours: Colours): string[][] {
  return groupsOf(model, 'fail', 'error', 'warn').map((group) =>
    inFull(group, renderFailure(group, model, options), colours),
  )
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

function notJudged(
  { unjudged: entries }: ReportModel,
  { columns, detail }: SummaryOptions,
  colours: Colours,
): string[] {
  if (entries.length === 0) return []
  const total = entries.reduce((sum, entry) => sum + entry.checks, 0)
  const head = colours.yellow(colours.bold(`Not judged: ${count(total, 'check')}`))
  return [head, ...groupsShown(entries, detail).flatMap((group) => reasonLines(group, columns))]
}

function groupsShown(entries: readonly Unjudged[], detail: SummaryOptions['detail']): Unjudged[][] {
  if (detail === 'verbose') return entries.map((entry) => [entry])
  return groupBy(entries, ({ verdict: of, reason }) => [of, reason])
}

/** A line with the reason, then the particulars that concern the most checks. */
function reasonLines(group: readonly Unjudged[], columns: number): string[] {
  const [first] = group
  if (first === undefined) return []
  const { mark } = verdictDescriptions[first.verdict]
  const checks = group.reduce((sum, entry) => sum + entry.checks, 0)
  const cases = new Set(group.flatMap((entry) => entry.cases)).size
  const sentence = `${mark} ${checks} ${first.verdict}, ${first.reason} (${count(cases, 'case')})`
  const because =
    first.because === undefined
      ? []
      : wrap(elide(visible(first.because), longestReason), columns - 2)
  const more =
    group.length > 1 ? [`and ${count(group.length - 1, 'further reason')}, in report.md`] : []
  const [head = '', ...rest] = wrap(sentence, columns - 2)
  return [head, ...[...rest, ...because, ...more].map((line) => `  ${line}`)]
}

/** The problems, but those that stand in full among the reasons why something was not judged. */
function problems(
  { report, unjudged }: ReportModel,
  { detail }: SummaryOptions,
  columns: number,
  colours: Colours,
): string[] {
  const shown = new Set(groupsShown(unjudged, detail).map(([first]) => first?.because))
  const left = report.problems.filter(
    (problem) => !shown.has(problem) || width(visible(problem)) > longestReason,
  )
  return left.flatMap((problem) =>
    wrap(elide(visible(problem), 500), columns - 2).map((line, index) =>
      index === 0 ? colours.yellow(`! ${line}`) : `  ${line}`,
    ),
  )
}

function verdict(model: ReportModel, columns: number, colours: Colours): string[] {
  const { report, headline, retries } = model
  const { verdict: words, sentence, tone } = headline
  const { summary, target } = report
  const roots = causesOf(model, 'fail', 'error', 'warn').length
  const part = partText(report)
  const facts = [
    `${target.name} at ${target.endpoint}`,
    ...(part === undefined ? [] : [`only ${part}`]),
    count(summary.cells, 'cell'),
    count(summary.checks, 'check'),
    `${count(summary.requests, 'request')}${retries > 0 ? `, ${retries} repeated` : ''}`,
    duration(report.durationMs),
    ...(roots > 0 ? [count(roots, 'cause')] : []),
  ]
  const paint = { good: colours.green, bad: colours.red, open: colours.yellow }[tone]
  return [
    ...wrap(`${words}: ${sentence}`, columns).map((line) => paint(colours.bold(line))),
    ...wrapFacts(facts, columns),
  ]
}

/** `facts` in lines, none of which breaks a fact that fits in a line. */
function wrapFacts(facts: readonly string[], columns: number): string[] {
  const bound = facts.map((fact) => {
    const text = visible(fact)
    return width(`${text} ·`) > columns ? text : text.replaceAll(' ', noBreak)
  })
  return wrap(bound.join(' · ').replaceAll(' ·', `${noBreak}·`), columns).map((line) =>
    line.replaceAll(noBreak, ' '),
  )
}

const noBreak = '\u00a0'
