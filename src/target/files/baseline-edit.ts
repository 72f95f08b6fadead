/** Edits a baseline file so that the change can be reviewed: nothing that a person wrote is lost. */
import { isNode, isSeq, parseDocument, stringify, type YAMLSeq } from 'yaml'
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
 */
export function editBaseline(
  text: string | undefined,
  fresh: string,
  change: BaselineChange,
): string {
  const source = text ?? fresh
  if (change.add.length === 0 && change.remove.length === 0) return source
  const list = listIn(source)
  if (list.items.length === 0) return fillEmpty(source, list, change.add)
  if (list.flow === true) return editBaseline(asBlock(source, list), fresh, change)
  const spans = itemSpans(source, list)
  const last = spans.at(-1)?.end ?? source.length
  const left = spans.length - change.remove.length + change.add.length
  const edits = change.remove.flatMap((position) => {
    const span = spans[position]
    if (span === undefined) return []
    const isForgotten = change.forget?.includes(position) === true && !hasComment(source, span)
    if (isForgotten) return [{ start: span.start - 1, end: span.end, text: '' }]
    return [{ ...span, text: commentedOut(source, span, change.today) }]
  })
  const added = newItems(change.add, spans[0]?.indent ?? 2)
  const edited = edits
    .toSorted((one, other) => other.start - one.start)
    .reduce(
      (done, edit) => splice(done, edit),
      splice(source, { start: last, end: last, text: added }),
    )
  return left > 0 ? edited : edited.replace(/^entries:/m, 'entries: []')
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

function splice(text: string, edit: { start: number; end: number; text: string }): string {
  return text.slice(0, edit.start) + edit.text + text.slice(edit.end)
}

function listIn(source: string): YAMLSeq {
  const list = parseDocument(source).get('entries')
  if (!isSeq(list)) throw new TypeError('Expected a valid baseline with a list of entries')
  return list
}

function itemSpans(source: string, list: YAMLSeq): Span[] {
  return list.items.map((item) => {
    const { start, end } = written(source, item)
    const lineStart = source.lastIndexOf('\n', start) + 1
    const lineEnd = source.indexOf('\n', end)
    return {
      start: lineStart,
      end: lineEnd < 0 ? source.length : lineEnd,
      indent: source.indexOf('-', lineStart) - lineStart,
    }
  })
}

/** Offsets of an item from its first to its last character. */
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
  const lines = source.slice(start, end).split('\n')
  const kept = lines.map((line) => `${margin}#   ${line.slice(indent)}`.trimEnd())
  return [`${margin}# gone on ${today}, was:`, ...kept].join('\n')
}

/** New items as lines after the last one, each after a line end. */
function newItems(entries: readonly BaselineEntry[], indent: number): string {
  if (entries.length === 0) return ''
  const text = stringify(entries, { lineWidth: 0, singleQuote: true }).trimEnd()
  return text
    .split('\n')
    .map((line) => `\n${' '.repeat(indent)}${line}`)
    .join('')
}

function fillEmpty(source: string, list: YAMLSeq, add: readonly BaselineEntry[]): string {
  const [start, end] = list.range ?? [0, 0]
  return source.slice(0, start).trimEnd() + newItems(add, 2) + source.slice(end)
}

/** A list in brackets as one item a line, so that lines can be added and taken. */
function asBlock(source: string, list: YAMLSeq): string {
  const [start, end] = list.range ?? [0, 0]
  const items = list.items.map((item) => {
    const location = written(source, item)
    return `\n  - ${source.slice(location.start, location.end)}`
  })
  return source.slice(0, start).trimEnd() + items.join('') + source.slice(end)
}
