/** The one text form of a judgement that is not a pass, for terminal, JUnit and Markdown. */
import type { Source } from '../model/case.ts'
import type { Place } from '../model/finding.ts'
import type { CellResult, CheckResult } from '../model/report.ts'
import { shellWord, type FailureContext } from './context.ts'
import { visible } from './text/visible.ts'
import { elide, wrap } from './text/width.ts'
import { count, duration, reasonWords, verdictWords } from './text/words.ts'

const defaultColumns = 100
/** Of `expected`, `received` and the like: enough for a stream's last event, not for a body. */
const longestValue = 400
/** A curl command is there to be copied, so only a monstrous one is cut. */
const longestCommand = 4000
const indent = '    '
const labelWidth = 10

/** One line under the headline: what it is called, and its text, wrapped where it may be. */
interface Field {
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
  cell: CellResult,
  check: CheckResult,
  context: FailureContext,
): string[] {
  const columns = context.columns ?? defaultColumns
  const sentence = elide(visible(sentenceOf(check)), longestValue)
  return [
    headline(cell, check, context),
    ...wrap(sentence, columns - 2).map((line) => `  ${line}`),
    ...fields(cell, check, context).flatMap((field) => fieldLines(field, columns)),
  ]
}

/** What is wrong, in one sentence; never empty. */
export function sentenceOf(check: CheckResult): string {
  if (check.finding !== undefined) return check.finding.message
  if (check.because !== undefined) return check.because
  if (check.reason !== undefined) return `${capitalised(reasonWords[check.reason])}.`
  return `${capitalised(verdictWords[check.verdict].meaning)}.`
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function headline(cell: CellResult, check: CheckResult, { target }: FailureContext): string {
  const where = [target, cell.region, cell.model].filter((part) => part !== '' && part !== '-')
  const parts = [
    `${verdictWords[check.verdict].mark} ${cell.case}/${check.id}`,
    check.level.toUpperCase(),
    where.join(' · '),
  ]
  return elide(visible(parts.join('   ')), longestValue)
}

function fields(cell: CellResult, check: CheckResult, context: FailureContext): Field[] {
  return [
    ...findingFields(check),
    { label: 'where', text: whereOf(cell, check.finding?.at) },
    ...ruleFields(check, context),
    ...optional('judged', check.finding && check.because),
    ...optional('baseline', check.known && knownText(check.known)),
    ...optional('since', check.since && sinceText(check.since)),
    ...(check.notes ?? []).map((text) => ({ label: 'note', text })),
    ...optional('compare', context.compare?.(cell, check)),
    ...(cell.wire === undefined ? [] : [wireField(cell.wire, context)]),
    ...repeatFields(cell, check, context),
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

function ruleFields(check: CheckResult, { rules }: FailureContext): Field[] {
  if (check.rule === '') return []
  const text = rules?.get(check.rule)?.text
  return [{ label: 'rule', text: text === undefined ? check.rule : `${check.rule}: ${text}` }]
}

function knownText({ reason, link }: NonNullable<CheckResult['known']>): string {
  return link === undefined ? reason : `${reason} (${link})`
}

function sinceText({ at, runs }: NonNullable<CheckResult['since']>): string {
  return `${at.slice(0, 10)}, ${count(runs, 'run')} in a row`
}

/** API and place in words: `openai-chat-stream · item 42 · byte 8123 · /choices/0`. */
function whereOf(cell: CellResult, at: Place = {}): string {
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

function wireField(wire: string, { directory }: FailureContext): Field {
  const path = directory === undefined ? wire : `${directory.replace(/\/+$/, '')}/${wire}`
  return { label: 'wire', text: path, whole: true }
}

function repeatFields(cell: CellResult, check: CheckResult, context: FailureContext): Field[] {
  const curl = (check.curl ?? cell.curl)?.split('\n') ?? []
  return [
    { label: 'repeat', text: repeatCommand(cell, context), whole: true },
    ...curl.map((text) => ({ label: '', text, whole: true })),
  ]
}

/** The command that runs this cell again, with the axes that the report has several values of. */
function repeatCommand(cell: CellResult, context: FailureContext): string {
  if (context.repeat !== undefined) return context.repeat(cell)
  const run = context.runCommand ?? `npm test -- --target=${shellWord(context.target)}`
  const axes = context.varying.filter((axis) => cell[axis] !== '-' && cell[axis] !== '')
  return [
    run,
    `--case=${shellWord(cell.case)}`,
    ...axes.map((axis) => `--${axis}=${shellWord(cell[axis])}`),
  ].join(' ')
}

function sources(ofCase: Source, ofCheck: Source | undefined): string {
  const [place, check] = [ofCase, ofCheck].map(
    (source) => source && `${source.file}:${source.line}`,
  )
  return check === undefined || check === place ? String(place) : `${place} · check ${check}`
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
