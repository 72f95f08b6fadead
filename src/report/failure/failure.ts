/** A judgement that is not a pass as text: the same for terminal, JUnit and Markdown. */
import { runCommand as defaultRun } from '../../model/package.ts'
import { joinList } from '../../model/lists/comma-list.ts'
import type { Source } from '../../model/case.ts'
import type { Location } from '../../model/findings/finding.ts'
import { runReplies, type CellResult, type CheckResult } from '../../model/report.ts'
import type { Judged } from '../model/checks.ts'
import type { ReportModel } from '../model/model.ts'
import type { RenderOptions } from '../render-options.ts'
import { shellQuoted } from '../text/shell-word.ts'
import { visible } from '../text/visible.ts'
import { elide, wrap } from '../text/width.ts'
import { count, duration, reasonDescriptions, verdictDescriptions } from '../text/describe.ts'
import { compareLine } from './compare-line.ts'

const defaultColumns = 100
/** Characters of `expected`, `received` and the like: enough for a stream's last event, not for a body. */
const longestValue = 400
/** A curl command is copied and run, so only a very long one is cut. */
const longestCommand = 4000
const indent = '    '
const labelWidth = 10

/** One line under the headline: label and text, which is wrapped unless it is `whole`. */
export interface Field {
  readonly label: string
  readonly text: string
  /** Commands and paths stay whole, for copying. */
  readonly whole?: boolean
}

/**
 * The lines of one judgement: headline, sentence, then labelled lines. No colours, no control
 * characters, whatever the server sent; values are elided in the middle.
 */
export function renderFailure(
  judged: Judged,
  model: ReportModel,
  options: RenderOptions = {},
): string[] {
  const columns = options.columns ?? defaultColumns
  const sentence = elide(visible(sentenceOf(judged.check)), longestValue)
  return [
    headline(judged, model),
    ...wrap(sentence, columns - 2).map((line) => `  ${line}`),
    ...fields(judged, model, options).flatMap((field) => fieldLines(field, columns)),
  ]
}

/** What is wrong, in one sentence; never empty. */
export function sentenceOf(check: CheckResult): string {
  if (check.finding !== undefined) return check.finding.message
  if (check.because !== undefined) return check.because
  if (check.reason !== undefined) return `${capitalised(reasonDescriptions[check.reason])}.`
  return `${capitalised(verdictDescriptions[check.verdict].meaning)}.`
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function headline({ cell, check }: Judged, { report }: ReportModel): string {
  const where = [report.target.name, cell.region, cell.model].filter(
    (part) => part !== '' && part !== '-',
  )
  const parts = [
    `${verdictDescriptions[check.verdict].mark} ${cell.case}/${check.id}`,
    check.level.toUpperCase(),
    where.join(' · '),
  ]
  return elide(visible(parts.join('   ')), longestValue)
}

/** Everything that is known of a judgement beside its headline and its sentence, in order. */
export function fields(judged: Judged, model: ReportModel, options: RenderOptions): Field[] {
  const { cell, check } = judged
  return [
    ...findingFields(check),
    { label: 'where', text: whereOf(cell, check.finding?.at) },
    ...ruleFields(check, model),
    ...optional('judged', check.finding && check.because),
    ...optional('baseline', check.known && knownText(check.known)),
    ...optional('since', check.since && sinceText(check.since)),
    ...(check.notes ?? []).map((text) => ({ label: 'note', text })),
    ...optional('compare', compareLine(model.report, check)),
    ...(cell.wire === undefined ? [] : [wireField(cell.wire, options)]),
    ...repeatFields(judged, model, options),
    { label: 'case', text: sources(cell.source, check.source), whole: true },
  ]
}

function findingFields({ finding, moreFindings = 0 }: CheckResult): Field[] {
  if (finding === undefined) return []
  return [
    { label: 'expected', text: finding.expected },
    { label: 'received', text: finding.received },
    ...(moreFindings > 0
      ? [{ label: 'more', text: `${count(moreFindings, 'further finding')} of this check` }]
      : []),
  ]
}

function ruleFields(check: CheckResult, { rules }: ReportModel): Field[] {
  if (check.rule === '') return []
  const text = rules.get(check.rule)?.text
  return [{ label: 'rule', text: text === undefined ? check.rule : `${check.rule}: ${text}` }]
}

function knownText({ reason, link }: NonNullable<CheckResult['known']>): string {
  return link === undefined ? reason : `${reason} (${link})`
}

function sinceText({ at, runs }: NonNullable<CheckResult['since']>): string {
  return `${at.slice(0, 10)}, ${count(runs, 'run')} in a row`
}

/** API and place in words: `openai-chat-stream · item 42 · byte 8123 · /choices/0`. */
function whereOf(cell: CellResult, at: Location = {}): string {
  const parts = [
    cell.api,
    at.item === undefined ? undefined : `item ${at.item}`,
    at.byte === undefined ? undefined : `byte ${at.byte}`,
    at.pointer === undefined ? undefined : `pointer ${at.pointer === '' ? '(root)' : at.pointer}`,
    at.header === undefined ? undefined : `header ${at.header}`,
    at.ms === undefined ? undefined : `after ${duration(at.ms)}`,
  ]
  return parts.filter((part) => part !== undefined).join(' · ')
}

function wireField(wire: string, { directory }: RenderOptions): Field {
  return { label: 'wire', text: `${prefixOf(directory)}${wire}`, whole: true }
}

function prefixOf(directory: string | undefined): string {
  return directory === undefined ? '' : `${directory.replace(/\/+$/, '')}/`
}

function repeatFields(
  { cell, check }: Judged,
  model: ReportModel,
  options: RenderOptions,
): Field[] {
  // A long body is in a file beside the recording.
  const located = (check.curl ?? cell.curl)?.replace(
    / '@(?=wire\/[^']+'$)/,
    () => ` '@${prefixOf(options.directory)}`,
  )
  const curl = located?.split('\n') ?? []
  return [
    { label: 'repeat', text: repeatCommand(cell, model, options), whole: true },
    ...curl.map((text) => ({ label: '', text, whole: true })),
  ]
}

/** The command that runs this cell again, with the axes that the report has several values of. */
export function repeatCommand(
  cell: CellResult,
  { report, varying }: ReportModel,
  { repeat, runCommand }: RenderOptions,
): string {
  if (repeat !== undefined) return repeat(cell)
  const axes = varying.filter((axis) => cell[axis] !== '-' && cell[axis] !== '')
  return [
    runCommand?.(axes) ?? `${defaultRun} --target=${shellQuoted(report.target.name)}`,
    ...(cell.case === runReplies ? [] : [`--case=${shellQuoted(cell.case)}`]),
    ...axes.map((axis) => `--${axis}=${shellQuoted(joinList([cell[axis]]))}`),
  ].join(' ')
}

function sources(ofCase: Source, ofCheck: Source | undefined): string {
  const [location, check] = [ofCase, ofCheck].map(
    (source) => source && `${source.file}:${source.line}`,
  )
  return check === undefined || check === location
    ? String(location)
    : `${location} · check ${check}`
}

function optional(label: string, text: string | undefined): Field[] {
  return text === undefined || text === '' ? [] : [{ label, text }]
}

function fieldLines({ label, text, whole = false }: Field, columns: number): string[] {
  const shown = elide(visible(text), whole ? longestCommand : longestValue)
  const lines = whole ? [shown] : wrap(shown, columns - indent.length - labelWidth)
  return labelled(label, lines)
}

/** `lines` indented as the fields of a failure are, with `label` before the first. */
export function labelled(label: string, lines: readonly string[]): string[] {
  return lines.map((line, index) =>
    `${indent}${(index === 0 ? label : '').padEnd(labelWidth)}${line}`.trimEnd(),
  )
}
