/** What a check found, in words that are equal wherever the root is the same. */
import type { Finding } from '../../model/findings/finding.ts'
import type { CellResult } from '../../model/report.ts'

/** Codes of findings that show a response which is not the one that is due. */
const answers: ReadonlySet<string> = new Set(['http.status', 'http.server-error', 'http.redirect'])

/** Codes whose value, not whose message, tells one root from another: the message names the error. */
const values: ReadonlySet<string> = new Set(['error.code', 'error.type'])

/** Codes whose message names the error or the model that was asked for. */
const named = /^(error|bedrock\.error|availability)[.-]/

/** Further characters tell requests apart, not roots. */
const longest = 120

/** Whether the finding shows the response of a server that should have replied. */
export function isAnswer(code: string): boolean {
  return answers.has(code)
}

/** A response that was not due. */
export interface Answer {
  readonly status: string
  /** What the server said, comparable. */
  readonly words: string
}

/** The response that a finding shows in `received`, where it is one. */
export function answerIn({ received }: Finding, cell: CellResult): Answer | undefined {
  const [, status, body] =
    /^(?:[a-z-]+: status )?([1-5]\d\d)\b[^:{"“]*:?(.*)$/s.exec(received) ?? []
  if (status === undefined || body === undefined) return undefined
  return { status, words: comparable(messageIn(body), cell) }
}

/** The message of an error; of another body its form, without the texts in it. */
function messageIn(body: string): string {
  const [, message] = /"message":"((?:[^"\\]|\\.)*)/.exec(body) ?? /“([^”]*)/.exec(body) ?? []
  return message ?? body.replace(/"(?:[^"\\]|\\.)*("|$)(?!:)/g, '*')
}

/** What tells the root of a finding from other roots with the same code. */
export function wordsOf(finding: Finding, cell: CellResult): string {
  const { code, message, received } = finding
  if (answers.has(code)) {
    const { status = '', words = '' } = answerIn(finding, cell) ?? {}
    return `${status} ${words}`
  }
  if (code === 'error.status') return answerIn(finding, cell)?.status ?? ''
  if (values.has(code)) return comparable(received, cell)
  return named.test(code) ? '' : comparable(message.replace(/"[^"]*"/g, '"*"'), cell)
}

/** `text` without what differs between two requests of one kind: names of the cell, ids, numbers. */
export function comparable(
  text: string,
  { model, region }: Pick<CellResult, 'model' | 'region'>,
): string {
  return text
    .replaceAll(model, '*')
    .replaceAll(region, '*')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{9,}|\b(?=\w*\d)\w{8,}\b|\d+/gi, '#')
    .toLowerCase()
    .replace(/[^\p{L}#*/"]+/gu, ' ')
    .trim()
    .slice(0, longest)
}
