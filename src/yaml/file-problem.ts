/** A mistake in a file that a person wrote, as plain data, and its rendering. */
import { columns } from '../model/text/columns.ts'

export interface FileProblem {
  /** As the user may open it; below the package root where it lies there. */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 code units, as editors count. */
  readonly column: number
  /** What is wrong and what was expected: one sentence without a full stop. */
  readonly message: string
  /** The whole line of the file. */
  readonly lineText: string
  /** Blanks, then `^` under the wrong part of `lineText`. */
  readonly caret: string
  /** What to do: the nearest known word, or a remedy. */
  readonly hint?: string
}

/**
 * The line of carets that stands under `lineText`.
 *
 * @param start index of the first wrong character
 * @param length how many characters are wrong; at least one caret is drawn
 */
export function caretUnder(lineText: string, start: number, length: number): string {
  const before = lineText
    .slice(0, start)
    .split('\t')
    .map((part) => ' '.repeat(columns(part)))
  const wrong = lineText.slice(start, start + length)
  return before.join('\t') + '^'.repeat(Math.max(1, columns(wrong)))
}

/** Longest part of a line that is shown to each side of the caret, so that it fits a terminal. */
const context = 60

function shown(problem: FileProblem): { text: string; caret: string } {
  const start = problem.column - 1
  const from = start > context ? start - context : 0
  const to = Math.min(problem.lineText.length, start + context)
  const head = from > 0 ? '…' : ''
  const text = head + problem.lineText.slice(from, to)
  if (from === 0) return { text, caret: problem.caret.slice(0, to + 1) }
  const carets = problem.caret.trim().length
  return { text, caret: caretUnder(text, start - from + 1, Math.min(carets, to - start)) }
}

/** `file:line:column: message; hint`, then the line itself with a caret where there is one. */
export function renderProblem(problem: FileProblem): string {
  const { file, line, column, message, hint } = problem
  const head = `${file}:${line}:${column}: ${message}${hint === undefined ? '' : `; ${hint}`}`
  if (problem.lineText === '') return head
  const { text, caret } = shown(problem)
  const gutter = String(line)
  return `${head}\n  ${gutter} | ${text}\n  ${' '.repeat(gutter.length)} | ${caret}`
}
