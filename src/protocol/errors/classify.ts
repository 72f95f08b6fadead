/** Names what an answer means: the first row that fits, and the evidence for it. */
import type { HeaderList, TransportFailure, TransportFailureKind } from '../../model/exchange.ts'
import { headerValue, requestIdOf } from '../../model/headers.ts'
import type { ErrorReply } from '../../model/observation.ts'
import type { AnswerClass, Classified, Evidence } from '../../model/answer.ts'
import { memo } from '../../model/lists/memo.ts'
import { answerRows, type AnswerRow } from './answer-rows.ts'
import { replaceRuns } from '../../model/text/large.ts'

/** What is looked at; all of it is optional but one of `status` and `failure`. */
export interface Answer {
  readonly status?: number
  readonly headers?: HeaderList
  readonly error?: ErrorReply
  /** The body as text, where the error could not be read from it. */
  readonly text?: string
  readonly failure?: TransportFailure
  /** False when a success does not have the form it must have. */
  readonly valid?: boolean
}

/** Failures that do not show whether the endpoint exists. */
const unreachable: ReadonlySet<TransportFailureKind> = new Set([
  'refused',
  'unreachable',
  'tls',
  'proxy',
  'connect-timeout',
])

/** Silence and cut connections: the endpoint is there, another attempt may succeed. */
const passing: ReadonlySet<TransportFailureKind> = new Set([
  'reset',
  'first-byte-timeout',
  'idle-timeout',
  'total-timeout',
])

/**
 * Classifies an answer by status, code and wording.
 *
 * @param rows the wordings to know
 * @returns `unclassified` where nothing known fits: never a guess
 */
export function classify(answer: Answer, rows: readonly AnswerRow[] = answerRows): Classified {
  const evidence = evidenceOf(answer)
  if (answer.failure !== undefined) return { class: classOfFailure(answer.failure.kind), evidence }
  const facts = { status: answer.status, code: evidence.code, stated: statedIn(answer) }
  const row = rows.find((candidate) => matches(candidate, facts))
  const found = row?.class ?? 'unclassified'
  const isHollow = found === 'available' && answer.valid === false
  return { class: isHollow ? 'unclassified' : found, evidence }
}

function classOfFailure(kind: TransportFailureKind): AnswerClass {
  if (kind === 'dns') return 'endpoint-absent'
  if (unreachable.has(kind)) return 'unreachable'
  return passing.has(kind) ? 'transient' : 'unclassified'
}

/** What the rows are compared with. */
interface Facts {
  readonly status: number | undefined
  readonly code: string | undefined
  readonly stated: () => string
}

function matches(row: AnswerRow, { status, code, stated }: Facts): boolean {
  if (!row.status.some((expected) => isStatus(expected, status))) return false
  if (row.code !== undefined) return row.code.includes(code ?? '')
  return row.contains?.some((wording) => stated().includes(plainWording(wording))) ?? true
}

/** What an answer says, plain; worked out when the first row asks for it. */
function statedIn({ error, text }: Answer): () => string {
  let made: string | undefined
  return () => (made ??= plain(`${error?.message ?? ''}\n${error?.code ?? ''}\n${text ?? ''}`))
}

function isStatus(expected: AnswerRow['status'][number], status: number | undefined): boolean {
  if (status === undefined) return false
  return typeof expected === 'number'
    ? expected === status
    : expected === `${Math.floor(status / 100)}xx`
}

/** Lower case, with every kind of apostrophe, also as JSON escapes it, as the plain one. */
function plain(text: string): string {
  const unescaped = replaceRuns(text, /(?<!\\)\\+u(?:2018|2019|02bc|0027)/i, "'")
  return replaceRuns(unescaped, /[\u2018\u2019\u02BC\u00B4`]/, "'").toLowerCase()
}

const plainWording = memo(plain)

function evidenceOf({ status, headers = [], error, text, failure }: Answer): Evidence {
  const code = error?.code ?? headerCode(headers) ?? textCode(text)
  const message = failure?.message ?? error?.message ?? textMessage(text) ?? text
  const requestId = requestIdOf(headers)
  return {
    ...(status !== undefined && { status }),
    ...(code !== undefined && { code }),
    ...(message !== undefined && message !== '' && { message: oneLine(message) }),
    ...(requestId !== undefined && { requestId }),
    ...(failure !== undefined && { failure: failure.kind }),
  }
}

/** `x-amzn-errortype: ThrottlingException:http://…`: botocore RestJSONParser. */
function headerCode(headers: HeaderList): string | undefined {
  const name = headerValue(headers, 'x-amzn-errortype')?.split(':')[0]?.split('#').at(-1)?.trim()
  return name === '' ? undefined : name
}

/** The code of an OpenAI error object, where the body has not been parsed. */
function textCode(text: string | undefined): string | undefined {
  return /"code"\s*:\s*"([A-Za-z_]{1,64})"/.exec(text ?? '')?.[1]
}

/** The first message of a JSON body, where it has not been parsed. */
function textMessage(text: string | undefined): string | undefined {
  // Bounded: each alternative tried takes room on the stack of the matcher.
  const inside = /"(?:message|detail)"\s*:\s*"((?:[^"\\]|\\.){0,4000})/i.exec(text ?? '')?.[1]
  try {
    return inside === undefined ? undefined : String(JSON.parse(`"${inside}"`))
  } catch {
    return undefined
  }
}

const longestMessage = 300

function oneLine(message: string): string {
  const line = replaceRuns(message, /\s+/, ' ').trim()
  return line.length > longestMessage ? `${line.slice(0, longestMessage)}…` : line
}
