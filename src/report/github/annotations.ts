/** Workflow commands of GitHub Actions: causes that show up at the line of the case that found them. */
import type { Report } from '../../model/report.ts'
import { axesOf } from '../failure/cause.ts'
import { causesOf, type ShownCause } from '../model/causes.ts'
import type { ReportModel } from '../model/model.ts'
import { visible } from '../text/visible.ts'
import { elide } from '../text/width.ts'
import { count, extentOf } from '../text/describe.ts'

/** GitHub shows ten errors and ten warnings of one step, and drops the rest without notice. */
const mostOfKind = 10
const longestText = 400

/**
 * One `::error` per cause of failures and one `::warning` per cause of warnings, each at the line of
 * the case that is its example, and one more with the number left out. A server's text cannot end the command
 * or begin another (docs.github.com, "Workflow commands for GitHub Actions").
 */
export function renderAnnotations(model: ReportModel): string[] {
  const { report } = model
  return [
    ...annotations('error', causesOf(model, 'fail', 'error'), report),
    ...annotations('warning', causesOf(model, 'warn'), report),
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
  causes: readonly ShownCause[],
  report: Report,
): string[] {
  const fits = causes.length <= mostOfKind
  const shown = fits ? causes : causes.slice(0, mostOfKind - 1)
  const lines = shown.map((cause) => annotation(level, cause, report))
  if (fits) return lines
  const rest = `${count(causes.length - shown.length, 'further cause')}, in report.md.`
  return [...lines, `::${level} title=${property(report.target.name)}::${data(rest)}`]
}

function annotation(level: string, { cause, shown }: ShownCause, { target }: Report): string {
  const { message, rule, code, owner, remedy } = cause
  const finding = shown?.check.finding
  const text = [
    message,
    `${extentOf(cause)}: ${axesOf(cause)}`,
    ...(finding === undefined
      ? []
      : [`expected ${finding.expected}`, `received ${finding.received}`]),
    ...(remedy === undefined ? [] : [`${owner}: ${remedy}`]),
  ].map((line) => elide(visible(line), longestText))
  const title = property(`${target.name}: ${rule === '' ? code : `${rule}, ${code}`}`)
  const source = shown?.cell.source
  const at = source === undefined ? '' : `file=${property(source.file)},line=${source.line},`
  return `::${level} ${at}title=${title}::${data(text.join('\n'))}`
}

/** `%`, CR and LF would end the command. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** In a property, so would `:` and `,`. */
function property(text: string): string {
  return data(visible(text)).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
