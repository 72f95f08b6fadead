/** What a check found, in words that are equal wherever the root is the same. */
import type { Finding } from '../../model/findings/finding.ts'
import type { CellResult } from '../../model/report.ts'
import { pageIn } from '../../model/text/page.ts'

/** Codes of findings that show a response which is not the one that is due. */
const answers: ReadonlySet<string> = new Set(['http.status', 'http.server-error', 'http.redirect'])

/** Codes whose value, not whose message, tells one root from another: the message names the error. */
const values: ReadonlySet<string> = new Set(['error.code', 'error.type'])

/** Codes whose message names the error or the model that was asked for. */
const named = /^(error|bedrock\.error|availability)[.-]/

/** Codes that are the whole fact: their messages name only the member or parameter of the API. */
const wholeFacts = /^(usage|timing|choices)\.|^text\.(stop-emitted|empty|not-json|short)$/

/** Further characters tell requests apart, not roots. */
const longest = 120

/** Characters of a text that are looked at: what a server wrote may be long. */
const mostRead = 4000

/** Whether the finding shows the response of a server that should have replied. */
export function isAnswer(code: string): boolean {
  return answers.has(code)
}

/** A response that was not due. */
export interface Answer {
  readonly status: string
  /** What the server said, comparable. */
  readonly words: string
  /** Whether a refusal was due, but another one. */
  readonly refuses: boolean
}

/** The response that a finding shows in `received`, where it is one. */
export function answerIn(
  { code, expected, received }: Finding,
  cell: CellResult,
): Answer | undefined {
  const [, status, body] =
    /^(?:[a-z-]+: status )?([1-5]\d\d)\b[^:{"“]*:?(.*)$/s.exec(received) ?? []
  if (status === undefined || body === undefined) return undefined
  const refuses = code === 'error.status' || (code === 'http.status' && isRefusal(expected))
  return { status, words: comparable(messageIn(body), cell), refuses }
}

/** The page that a finding shows as what came, and the status that came with it. */
export function pageOf(
  received: string,
): { readonly status: string; readonly is: string } | undefined {
  const [, status = '', body = ''] = /^([^:]*): ?([^]*)$/.exec(received) ?? []
  const is = pageIn(body.replaceAll(/\\[nrt]/g, ' '))
  return is === undefined ? undefined : { status, is }
}

/** Whether a request was granted that must be refused. */
export function isGranted(answer: Answer | undefined): boolean {
  return answer?.refuses === true && answer.status.startsWith('2')
}

/** Whether statuses are expected, none of them that of a success. */
function isRefusal(expected: string): boolean {
  return /\b[45]\d\d\b/.test(expected) && !/\b2\d\d\b/.test(expected)
}

/** The message of an error; other JSON differs with every request, so only other text counts. */
function messageIn(body: string): string {
  const message = errorMessage(body)
  if (message !== undefined) return message
  return /^\s*[{[]/.test(body) ? '' : body
}

/**
 * The message in the body of an error as plain text, also where the body is cut off, or its
 * backslashes were escaped once more to be shown; where the message is the body of another error, as
 * of a server behind a gateway, the message in there.
 */
export function errorMessage(body: string): string | undefined {
  // Bounded: each alternative tried takes room on the stack of the matcher.
  const [, message] =
    /"message":\s*"((?:[^"\\]|\\{1,16}[^\\]){0,4000})/.exec(body) ?? /“([^”]*)/.exec(body) ?? []
  const inner = message?.startsWith('{') === true ? innerMessage(body) : undefined
  return inner ?? (message && withoutEscapes(message))
}

function innerMessage(body: string): string | undefined {
  // Each layer around it has escaped the quotes once more.
  const unescaped = body.slice(0, mostRead).replaceAll('\\', '')
  return /"message":\s*"([^"{][^"]*)/.exec(unescaped)?.[1]
}

/**
 * The text of a JSON string, in one line; of escaped characters only letters, which do no harm. No
 * more backslashes in a row are read than layers of escapes can make.
 */
function withoutEscapes(text: string): string {
  return text
    .slice(0, mostRead)
    .replace(/\\{1,16}u([0-9a-f]{4})/gi, (escape, code: string) => letter(code) ?? escape)
    .replace(/\\{1,16}[bfnrt]/g, ' ')
    .replace(/\\{1,16}([^\\u])/g, '$1')
}

/** A letter beyond ASCII, of which no key consists. */
function letter(code: string): string | undefined {
  const character = String.fromCharCode(Number.parseInt(code, 16))
  return /^[^\0-\x7f]$/.test(character) && /^\p{L}$/u.test(character) ? character : undefined
}

/** What a server looks at before it grants a request, by the errors that say so. */
const lookedAt: Readonly<Record<string, string>> = {
  credentials: 'no-credentials wrong-key malformed-key expired-key other-region-key iam-denied',
  model: 'unknown-model wrong-endpoint-model needs-inference-profile',
  body: `
    invalid-parameter unsupported-feature invalid-role missing-model missing-messages empty-messages
    malformed-json empty-body`,
}

const lookedAtBy = new Map(
  Object.entries(lookedAt).flatMap(([what, errors]) =>
    errors
      .trim()
      .split(/\s+/)
      .map((error) => [error, what] as const),
  ),
)

/** What was not looked at where a request was granted that must be refused with the named error. */
function unlookedAt(message: string): string {
  const [, error = ''] = /\(([\w-]+)\)/.exec(message) ?? []
  return lookedAtBy.get(error) ?? error
}

/** Counts of tokens, which each API names in its own way, by what they count. */
const counts: Readonly<Record<string, string>> = {
  input: 'prompt_tokens|input_?tokens|inputTextTokenCount|prompt_token_count',
  output: 'completion_tokens|output_?tokens|generation_token_count|(?:totalOutputText)?TokenCount',
  total: 'total_?tokens',
}

/** A JSON Pointer to a count, by what it counts. */
const countPointers = Object.entries(counts).map(
  ([name, members]) => [name, new RegExp(String.raw`(?:/\w+)*/(?:${members})\b`, 'gi')] as const,
)

/** What tells the root of a finding from other roots with the same code. */
export function wordsOf(finding: Finding, cell: CellResult): string {
  const { code, message, received } = finding
  if (answers.has(code) || code === 'error.status') {
    const { status = '', words = '', refuses } = answerIn(finding, cell) ?? {}
    return refuses === true ? status : `${status} ${words}`
  }
  if (values.has(code)) return comparable(received, cell)
  if (code === 'compare.status') {
    return `${answerIn(finding, cell)?.status ?? ''} ${comparable(message, cell)}`
  }
  if (code === 'error.absent') return unlookedAt(message)
  return named.test(code) || wholeFacts.test(code)
    ? ''
    : comparable(message.replace(/"[^"]*"/g, '"*"'), cell)
}

/** What answered in place of the API; of JSON only its kind and first member, for the rest differs. */
export function wordsOfForeign(foreign: string, cell: CellResult): string {
  const [kind] = /^\d+ with JSON\b[^[{]*(?:\[|\{\s*(?:"[^"]{0,40}")?)?/.exec(foreign) ?? [foreign]
  return comparable(kind.replace('[', 'list'), cell)
}

/**
 * A JSON Pointer as the whole answer has it: an event of a stream carries the object that the whole
 * answer is, or an item of it, or a part of one.
 */
export function inWhole(pointer: string): string {
  return pointer
    .replace(/^\/(?:response|message)(?=\/)/, '')
    .replace(/^\/item(?=\/)/, '/output/0')
    .replace(/^\/part(?=\/)/, '/output/0/content/0')
}

/** What stands before the reason why a request was not sent any more: its reason is that of the others. */
const notSent =
  /^Not sent, since the host has stopped answering(?: while it was at [\w., -]{0,500})?: /

/** Whether this says that a host stopped, and in the middle of what. */
export function isOfStop(because: string): boolean {
  return notSent.test(because)
}

/** `text` without what differs between two requests of one kind: names of the cell, ids, numbers. */
export function comparable(
  text: string,
  { model, region }: Pick<CellResult, 'model' | 'region'>,
): string {
  const unnamed = [model, region]
    .filter((name) => name.length > 1) // a cell without a model or region has a dash there
    .reduce((rest, name) => rest.replaceAll(name, '*'), text.slice(0, mostRead))
  return countPointers
    .reduce((rest, [name, pointer]) => rest.replace(pointer, `the count of ${name}`), unnamed)
    .replace(notSent, '')
    .replace(/ in item \d+| So \d+ times more\./g, '')
    .replace(/(?<=^|\s)\/[\w/]+/g, inWhole)
    .replace(/\bresponse\.(?:completed|incomplete|failed)\b/g, 'the terminal event')
    .replace(/^response\.[\w.]+ (?=names )/, 'an event ')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{9,}|\b(?=\w*\d)\w{8,}\b|\d+/gi, '#')
    .toLowerCase()
    .replace(/[^\p{L}#*/"]+/gu, ' ')
    .trim()
    .slice(0, longest)
}
