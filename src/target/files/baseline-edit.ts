/** Edits a baseline file so that the change can be reviewed: nothing that a person wrote is lost. */
import { isDeepStrictEqual } from 'node:util'
import {
  isMap,
  isNode,
  isScalar,
  isSeq,
  parse,
  parseDocument,
  stringify,
  type Scalar,
  type YAMLSeq,
} from 'yaml'
import { Problem } from '../../model/problem.ts'
import type { BaselineEntry } from '../../model/target.ts'

export interface BaselineChange {
  readonly add: readonly BaselineEntry[]
  /** Positions of entries that are gone, from 0. */
  readonly remove: readonly number[]
  /** Those of them that no person has written anything in: they leave no comment. */
  readonly forget?: readonly number[]
  /** ISO date of the change. */
  readonly today: string
}

/**
 * The text of a baseline file with entries added at its end, and those removed turned into comments
 * in place, with their reasons. No other byte changes.
 *
 * @param text the file as it is, valid as a baseline; absent for a new one
 * @param fresh the text that a new file begins with: see `freshBaseline`
 * @throws Problem for a file of a form in which no line stands for an entry alone
 */
export function editBaseline(
  text: string | undefined,
  fresh: string,
  change: BaselineChange,
): string {
  const source = text ?? fresh
  if (change.add.length === 0 && change.remove.length === 0) return source
  const edited = withChange(source, change)
  const left = entriesIn(source)?.filter((_, position) => !change.remove.includes(position)) ?? []
  if (isDeepStrictEqual(entriesIn(edited), [...left, ...change.add])) return edited
  throw new Problem(
    'The baseline is written in a form that cannot be edited without losing something: give each entry lines of its own below "entries:", without anchors, and run again.',
  )
}

/** Undefined where the text is not right. */
function entriesIn(source: string): readonly unknown[] | undefined {
  try {
    const { entries }: { entries?: unknown } = Object(parse(source))
    return Array.isArray(entries) ? entries : undefined
  } catch {
    return undefined
  }
}

function withChange(source: string, change: BaselineChange): string {
  const { key, list } = listIn(source)
  if (list.items.length === 0) return fillEmpty(source, list, change.add)
  if (list.flow === true) return withChange(asBlock(source, list), change)
  const spans = itemSpans(source, list)
  const last = spans.at(-1)?.end ?? source.length
  const edits = change.remove.flatMap((position): Edit[] => {
    const span = spans[position]
    if (span === undefined) return []
    const isForgotten = change.forget?.includes(position) === true && !hasComment(source, span)
    if (isForgotten) return [{ start: lineBefore(source, span), end: span.end, text: '' }]
    return [{ ...span, text: commentedOut(source, span, change.today) }]
  })
  const added = newItems(change.add, spans[0]?.indent ?? 2, lineEndOf(source))
  const isEmptied = spans.length === change.remove.length && change.add.length === 0
  const colon = source.indexOf(':', key.range?.[1]) + 1
  const all = [
    ...(isEmptied ? [{ start: colon, end: colon, text: ' []' }] : []),
    ...edits,
    { start: last, end: last, text: added },
  ]
  // From the end on, so that the offsets before each stay right.
  return all.toReversed().reduce((done, edit) => splice(done, edit), source)
}

/**
 * A baseline without entries. Its first line names the schema for editors.
 *
 * @param schema path of the schema from the folder of the file
 */
export function freshBaseline(target: string, schema: string): string {
  return `# yaml-language-server: $schema=${schema}\nabout: Known deviations of ${target}.\nentries: []\n`
}

interface Span {
  /** Offsets of whole lines, without the last line's end. */
  readonly start: number
  readonly end: number
  /** Columns before the dash. */
  readonly indent: number
}

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

function splice(text: string, edit: Edit): string {
  return text.slice(0, edit.start) + edit.text + text.slice(edit.end)
}

function lineEndOf(source: string): string {
  return /\r?\n/.exec(source)?.[0] ?? '\n'
}

/** Where the end of the line before a span begins. */
function lineBefore(source: string, { start }: Span): number {
  return source.slice(0, start).replace(/\r?\n$/, '').length
}

function listIn(source: string): { readonly key: Scalar; readonly list: YAMLSeq } {
  const { contents } = parseDocument(source, { keepSourceTokens: true })
  const pairs = isMap(contents) ? contents.items : []
  for (const { key, value } of pairs) {
    if (isScalar(key) && key.value === 'entries' && isSeq(value)) return { key, list: value }
  }
  throw new TypeError('Expected a valid baseline with a list of entries')
}

function itemSpans(source: string, list: YAMLSeq): Span[] {
  const dashes = dashesOf(list)
  return list.items.map((item, position) => {
    const { start, end } = written(source, item)
    // A comment may stand between the dash and what it begins.
    const dash = dashes[position] ?? start
    const lineStart = source.lastIndexOf('\n', dash) + 1
    const lineEnd = source.slice(end).search(/\r?\n/)
    return {
      start: lineStart,
      end: lineEnd < 0 ? source.length : end + lineEnd,
      indent: dash - lineStart,
    }
  })
}

/** Offsets of the dashes of a list. */
function dashesOf({ srcToken }: YAMLSeq): number[] {
  const items = srcToken?.type === 'block-seq' ? srcToken.items : []
  return items.flatMap(({ start }) =>
    start.flatMap(({ type, offset }) => (type === 'seq-item-ind' ? [offset] : [])),
  )
}

/** Offsets of an item from the first to the last character of its value. */
function written(source: string, item: unknown): { start: number; end: number } {
  const range = isNode(item) ? item.range : undefined
  if (!range) throw new TypeError('Expected a baseline that was read from text')
  const [start, valueEnd] = range
  return { start, end: start + source.slice(start, valueEnd).trimEnd().length }
}

function hasComment(source: string, { start, end }: Span): boolean {
  return /(^|\s)#/m.test(source.slice(start, end))
}

function commentedOut(source: string, { start, end, indent }: Span, today: string): string {
  const margin = ' '.repeat(indent)
  const lines = source.slice(start, end).split(/\r?\n/)
  const kept = lines.map((line) => `${margin}#   ${line.slice(indent)}`.trimEnd())
  return [`${margin}# gone on ${today}, was:`, ...kept].join(lineEndOf(source))
}

/** New items as lines after the last one, each after a line end. */
function newItems(entries: readonly BaselineEntry[], indent: number, lineEnd: string): string {
  if (entries.length === 0) return ''
  const text = stringify(entries, { lineWidth: 0, singleQuote: true }).trimEnd()
  return text
    .split('\n')
    .map((line) => `${lineEnd}${' '.repeat(indent)}${line}`)
    .join('')
}

function fillEmpty(source: string, list: YAMLSeq, add: readonly BaselineEntry[]): string {
  const [start, end] = list.range ?? [0, 0]
  const items = newItems(add, 2, lineEndOf(source))
  return source.slice(0, start).trimEnd() + items + source.slice(end)
}

/** A list in brackets as one item a line, so that lines can be added and taken. */
function asBlock(source: string, list: YAMLSeq): string {
  const [start, end] = list.range ?? [0, 0]
  const lineEnd = lineEndOf(source)
  let before = start
  const items = list.items.map((item) => {
    const location = written(source, item)
    const comments = commentsIn(source.slice(before, location.start), lineEnd)
    before = location.end
    return `${comments}${lineEnd}  - ${source.slice(location.start, location.end)}`
  })
  const after = commentsIn(source.slice(before, end), lineEnd)
  return source.slice(0, start).trimEnd() + items.join('') + after + source.slice(end)
}

/** The comments between two items in brackets: on the line of the first, and on lines of their own. */
function commentsIn(between: string, lineEnd: string): string {
  const [onSame = '', ...others] = between.split(/\r?\n/).map((line) => /#.*/.exec(line)?.[0] ?? '')
  const own = others.filter((comment) => comment !== '')
  return [
    onSame === '' ? '' : ` ${onSame}`,
    ...own.map((comment) => `${lineEnd}  ${comment}`),
  ].join('')
}
