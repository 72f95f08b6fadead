/** A cause as text: the same for terminal, JUnit, Markdown and annotations. */
import type { Cause } from '../../model/findings/cause.ts'
import type { Finding } from '../../model/findings/finding.ts'
import { sum } from '../../model/lists/lists.ts'
import type { Judged } from '../model/checks.ts'
import type { ReportModel } from '../model/model.ts'
import type { ShownCause } from '../model/causes.ts'
import type { RenderOptions } from '../render-options.ts'
import { count, extentOf, verdictDescriptions } from '../text/describe.ts'
import { visible } from '../text/visible.ts'
import { elide, truncate, width, wrap } from '../text/width.ts'
import { labelled, repeatCommand } from './failure.ts'

/** Characters that the values of an axis may take together; else they are counted. */
const longestList = 36

/** A command is copied and run, so only a very long one is cut. */
const longestCommand = 1000

/** Lines that a text may take, where its length is not limited. */
const mostLines = 2

/** Characters that the sentence of a cause may take: it may be that of a server. */
const longestSentence = 294

/** Characters that the extent and the axes of a cause may take: its numbers stand after its rule. */
const longestWhere = 172

/** In fewer columns, an example has two lines. */
const narrow = 50

/** Characters that a remedy may take: without its end, it may say the half of what to do. */
const longestRemedy = 340

/**
 * The lines of one cause: what is wrong, how often and where, an example of what was
 * expected and received, whose it is, what to change, and the command that repeats the example.
 */
export function renderCause(
  { cause, shown }: ShownCause,
  model: ReportModel,
  { columns = 100, ...options }: RenderOptions = {},
): string[] {
  // What a check found besides has no values of its own.
  const finding = shown?.check.finding?.code === cause.code ? shown.check.finding : undefined
  const room = columns - 14
  const field = (label: string, text: string | undefined, lines = 1): string[] =>
    text === undefined || text === '' ? [] : labelled(label, fitted(text, room, lines))
  const [first = '', ...more] = fitted(
    cause.message,
    columns - 2,
    linesOf(longestSentence, columns - 2),
  )
  return [
    `${verdictDescriptions[cause.verdict].mark} ${first}`,
    ...more.map((line) => `  ${line}`),
    ...field('where', whereOf(cause), linesOf(longestWhere, room)),
    ...(finding === undefined ? [] : labelled('example', exampleLines(finding, room))),
    ...field(cause.owner, cause.remedy, linesOf(longestRemedy, room)),
    ...(shown === undefined ? [] : labelled('repeat', [commandOf(shown, model, options)])),
  ]
}

/** An example in one line, or in two where one would show next to nothing of either. */
function exampleLines(finding: Finding, columns: number): string[] {
  if (columns >= narrow) return [exampleOf(finding, columns)]
  const { expected, received } = finding
  return [`expected ${expected}`, `received ${received}`].flatMap((text) =>
    fitted(text, columns, mostLines),
  )
}

/** What was expected and what came, in one line of at most `columns`: a long one of the two leaves the other its room. */
export function exampleOf({ expected, received }: Finding, columns: number): string {
  const [due, came] = [visible(expected), visible(received)]
  const room = columns - width('expected ; received ')
  const half = Math.floor(room / 2)
  const ofDue = Math.max(half, room - width(came))
  const shown = truncate(due, ofDue)
  return `expected ${shown}; received ${truncate(came, room - width(shown))}`
}

function commandOf({ cell }: Judged, model: ReportModel, options: RenderOptions): string {
  return elide(visible(repeatCommand(cell, model, options)), longestCommand)
}

/**
 * A cause in one line, with how often it occurs and an example: others may read alike. Of a sentence
 * that is too long for it, the end is cut off.
 */
export function causeLine({ message, checks, code, example }: Listed, columns: number): string {
  const extent = ` (${count(checks, 'check')}, ${code}, as in ${example.case})`
  const room = columns - width(extent)
  return room < leastSentence
    ? truncate(`${visible(message)}${extent}`, columns)
    : `${truncate(visible(message), room)}${extent}`
}

/** Columns that a sentence needs to be of use. */
const leastSentence = 20

type Listed = Pick<Cause, 'message' | 'checks' | 'code'> & {
  readonly example: Pick<Cause['example'], 'case'>
}

/** `MUST openai.usage.counts, usage.sum: 318 checks in 206 cells, 4 of them warnings, 50 of them consequences, 12 others pass · openai-chat · 3 regions`. */
export function whereOf(cause: Cause): string {
  const { rule, code, level } = cause
  const name = rule === '' ? code : `${level.toUpperCase()} ${rule}, ${code}`
  const following = sum(cause.consequences.map(({ checks }) => checks))
  const parts = [extentOf({ ...cause, following }), axesOf(cause)]
  return `${name}: ${parts.filter((part) => part !== '').join(' · ')}`
}

/** The APIs, regions and models of a cause, counted where they are many. */
export function axesOf({ apis, regions, models }: Cause): string {
  const parts = [axis(apis, 'API'), axis(regions, 'region'), axis(models, 'model')]
  return parts.filter((part) => part !== '').join(' · ')
}

function axis(values: readonly string[], noun: string): string {
  const named = values.filter((value) => value !== '-' && value !== '')
  const list = named.join(', ')
  return named.length > 1 && list.length > longestList ? count(named.length, noun) : list
}

/** Lines for this many characters, and no fewer than elsewhere. */
function linesOf(characters: number, columns: number): number {
  return Math.max(mostLines, Math.ceil(characters / Math.max(columns, 1)))
}

/** `text` in at most `most` lines, the last one cut off. */
function fitted(text: string, columns: number, most: number): string[] {
  const lines = wrap(elide(visible(text), columns * most * 2), columns)
  if (lines.length <= most) return lines
  const rest = lines.slice(most - 1).join(' ')
  return [...lines.slice(0, most - 1), truncate(rest, columns)]
}
