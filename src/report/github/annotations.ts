/** Workflow commands of GitHub Actions: failures that show up at the line of the case that found them. */
import type { Report } from '../../model/report.ts'
import { sentenceOf } from '../failure/failure.ts'
import { groupsOf, type Group } from '../model/group.ts'
import type { ReportModel } from '../model/model.ts'
import { locationText } from '../text/location-text.ts'
import { visible } from '../text/visible.ts'
import { elide } from '../text/width.ts'
import { count } from '../text/describe.ts'

/** GitHub shows ten errors and ten warnings of one step, and drops the rest without notice. */
const mostOfKind = 10
const longestText = 400

/**
 * One `::error` per kind of failure and one `::warning` per kind of warning, each at the line of
 * its case, and one more with the number left out. A server's text cannot end the command
 * or begin another (docs.github.com, "Workflow commands for GitHub Actions").
 */
export function renderAnnotations(model: ReportModel): string[] {
  const { report } = model
  return [
    ...annotations('error', groupsOf(model, 'fail', 'error'), report),
    ...annotations('warning', groupsOf(model, 'warn'), report),
    ...report.problems.slice(0, 1).map((problem) => {
      const more = report.problems.length - 1
      const rest = more > 0 ? ` (and ${count(more, 'further problem')}, in report.md)` : ''
      return `::notice title=${property(report.target.name)}::${data(elide(visible(problem), longestText) + rest)}`
    }),
  ]
}

/** The annotation of a run in which nothing could be judged. */
export function outageAnnotation(target: string, why: string): string {
  return `::error title=${property(`${target}: nothing judged`)}::${data(elide(visible(why), longestText))}`
}

function annotations(
  level: 'error' | 'warning',
  groups: readonly Group[],
  report: Report,
): string[] {
  const fits = groups.length <= mostOfKind
  const shown = fits ? groups : groups.slice(0, mostOfKind - 1)
  const lines = shown.map((group) => annotation(level, group, report))
  if (fits) return lines
  const rest = `${groups.length - shown.length} further kinds are in report.md.`
  return [...lines, `::${level} title=${property(report.target.name)}::${data(rest)}`]
}

function annotation(level: string, { cell, check, cells }: Group, { target }: Report): string {
  const location = locationText(cell, ' ')
  const more = cells.length > 1 ? ` and ${count(cells.length - 1, 'further cell')}` : ''
  const title = `${target.name}: ${cell.case}/${check.id}`
  const finding = check.finding
  const text = [
    `${sentenceOf(check)} [${location}]${more}`,
    ...(finding === undefined
      ? []
      : [`expected ${finding.expected}`, `received ${finding.received}`]),
  ].map((line) => elide(visible(line), longestText))
  const { file, line } = cell.source
  const at = `file=${property(file)},line=${line},title=${property(title)}`
  return `::${level} ${at}::${data(text.join('\n'))}`
}

/** `%`, CR and LF would end the command. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** In a property, so would `:` and `,`. */
function property(text: string): string {
  return data(visible(text)).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
