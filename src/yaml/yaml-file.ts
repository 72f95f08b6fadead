/** A YAML file written by a person: read once, every mistake in it a problem with its place. */
import { append } from '../model/lists/lists.ts'
import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type YAMLError,
} from 'yaml'
import { caretUnder, type FileProblem } from './file-problem.ts'
import { unheld } from './unheld.ts'
import { findNode, type Path, type Span } from './yaml-node.ts'
import { messageOfError } from '../model/problem.ts'

export interface ProblemOptions {
  readonly hint?: string
  /** Point at the entry's key rather than at its value. */
  readonly on?: 'key' | 'value'
  /** Point at this text inside the value. */
  readonly text?: string
}

export interface YamlFile {
  readonly file: string
  /** What the file says, before any schema. */
  readonly raw: unknown
  /** Place of a value, both from 1; of the map that lacks it where it is missing. */
  readonly locate: (path: Path) => { readonly line: number; readonly column: number }
  /** Whether the path leads to an entry of the file. */
  readonly has: (path: Path) => boolean
  readonly problemAt: (path: Path, message: string, options?: ProblemOptions) => FileProblem
}

/** Aliases may stand for other aliases; more than this many expansions is an attack or a mistake. */
const maxAliasCount = 100

const syntaxHints: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'indent with blanks',
  BLOCK_AS_IMPLICIT_KEY: 'put text with ": " in it in quotes',
  BAD_SCALAR_START: 'put the text in quotes',
  UNEXPECTED_TOKEN: 'put text with {, }, [, ] or ${…} in it in quotes',
  MULTIPLE_DOCS: 'write one file for each',
  BAD_INDENT: 'entries of one map or list start in the same column',
  TAG_RESOLVE_FAILED: 'remove the tag',
}

const syntaxMessages: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this key is given twice in the same map',
  MULTIPLE_DOCS: 'the file holds more than one YAML document',
  TAB_AS_INDENT: 'tabs are not allowed as indentation',
}

class Lines {
  private readonly counter = new LineCounter()
  private readonly text: string
  readonly file: string

  constructor(text: string, file: string) {
    this.text = text
    this.file = file
  }

  get lineCounter(): LineCounter {
    return this.counter
  }

  position(offset: number): { line: number; column: number } {
    const { line, col } = this.counter.linePos(Math.min(offset, this.text.length))
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }

  problem(span: Span, message: string, hint?: string): FileProblem {
    const { line, column } = this.position(span.start)
    const from = Math.min(span.start, this.text.length) - (column - 1)
    const newline = this.text.indexOf('\n', from)
    const lineText = this.text.slice(from, newline < 0 ? undefined : newline).replace(/\r$/, '')
    const length = Math.min(span.end - span.start, lineText.length - (column - 1))
    const caret = caretUnder(lineText, column - 1, length)
    const where = { file: this.file, line, column, message, lineText, caret }
    return hint === undefined ? where : { ...where, hint }
  }

  /** The word that begins at an offset. */
  word(start: number): Span {
    const length = /^[^\s:,}\]]+/.exec(this.text.slice(start))?.[0].length ?? 1
    return { start, end: start + length }
  }

  find(text: string, within: Span): Span | undefined {
    const start = this.text.indexOf(text, within.start)
    return start < 0 || start >= within.end ? undefined : { start, end: start + text.length }
  }
}

/** Where the quoted text begins that is never closed: the parser only notices at its end. */
function openedQuote(node: unknown, end: number): number | undefined {
  if (isScalar(node)) {
    const [start, to] = node.range ?? [0, 0]
    const isQuoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE'
    return isQuoted && start < end && end <= to + 1 ? start : undefined
  }
  const inner = isSeq(node) ? node.items : isMap(node) ? node.items.map(({ value }) => value) : []
  return inner.map((item) => openedQuote(item, end)).find((start) => start !== undefined)
}

function syntaxProblem(error: YAMLError, document: Document, lines: Lines): FileProblem {
  const [start, end] = error.pos
  // The parser puts its own errors among those of the file.
  const isTooDeep = error.message.startsWith('Maximum call stack')
  if (isTooDeep) return lines.problem({ start, end }, 'it is nested deeper than can be read')
  const message = syntaxMessages[error.code] ?? error.message.split('\n')[0] ?? error.code
  const hint = syntaxHints[error.code]
  if (error.code === 'DUPLICATE_KEY') return lines.problem(lines.word(start), message)
  const opened = error.message.includes('closing')
    ? openedQuote(document.contents, start)
    : undefined
  if (opened === undefined) return lines.problem({ start, end }, message, hint)
  return lines.problem({ start: opened, end }, 'this quote is never closed')
}

/** One problem a line: the parser's later errors on a line are echoes of its first. */
function syntaxProblems(document: Document, lines: Lines): FileProblem[] {
  const seen = new Set<number>()
  return [...document.errors, ...document.warnings]
    .map((error) => syntaxProblem(error, document, lines))
    .filter(({ line }) => !seen.has(line) && seen.add(line))
}

function unheldProblems(document: Document, lines: Lines): FileProblem[] {
  return unheld(document).map(([{ range }, [message, hint]]) => {
    const [start, end] = range ?? [0, 0]
    return lines.problem({ start, end }, message, hint)
  })
}

function toData(document: Document, lines: Lines): { raw: unknown } | { problem: FileProblem } {
  try {
    const raw: unknown = document.toJS({ maxAliasCount })
    return { raw }
  } catch (error) {
    const message = messageOfError(error)
    return { problem: lines.problem({ start: 0, end: 0 }, message) }
  }
}

/**
 * Reads YAML 1.2 text; a byte order mark is tolerated.
 *
 * @param file the name that problems carry
 * @returns the file, or every mistake of syntax: duplicate keys, tabs, unknown tags, aliases
 *   without an anchor, several documents, nothing at all
 */
export function readYaml(
  text: string,
  file: string,
): { readonly yaml: YamlFile } | { readonly problems: readonly FileProblem[] } {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text
  const lines = new Lines(source, file)
  const document: Document = parseDocument(source, {
    lineCounter: lines.lineCounter,
    prettyErrors: false,
  })
  if (document.contents === null && document.errors.length === 0) {
    return { problems: [lines.problem({ start: 0, end: 0 }, 'the file is empty; expected a map')] }
  }
  const problems = syntaxProblems(document, lines)
  if (problems.length === 0) append(problems, unheldProblems(document, lines))
  if (problems.length > 0) return { problems }
  const data = toData(document, lines)
  if ('problem' in data) return { problems: [data.problem] }
  return { yaml: toFile(document, data.raw, lines) }
}

function toFile(document: Document, raw: unknown, lines: Lines): YamlFile {
  return {
    file: lines.file,
    raw,
    locate: (path) => lines.position(findNode(document, path).span.start),
    has: (path) => !findNode(document, path).missing,
    problemAt: (path, message, { hint, on, text: inner } = {}) => {
      const { span, extent } = findNode(document, path, on)
      const narrowed = inner === undefined ? undefined : lines.find(inner, extent)
      return lines.problem(narrowed ?? span, message, hint)
    },
  }
}
