/** How far an answer is from what a profile says an error looks like. */
import { append } from '../../model/lists/lists.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { finding, type Finding } from '../../model/findings/finding.ts'
import type { ErrorReply } from '../../model/observation.ts'
import type { ErrorShape } from '../../model/target.ts'
import { replaceRuns } from '../../model/text/large.ts'

/** An answer to a request that should be refused. */
export interface Refusal {
  readonly status: number
  readonly error: ErrorReply | undefined
  /** One line for findings: the status and the body's beginning. */
  readonly shown: string
}

/** The findings against the shape that comes nearest; empty when one fits. */
export function shapeFindings(
  name: string,
  shapes: readonly ErrorShape[],
  refusal: Refusal,
): readonly Finding[] {
  // A refusal with an allowed status is told what is wrong with the rest of it.
  const near = shapes.filter(({ status }) => status.includes(refusal.status))
  const judged = (near.length > 0 ? near : shapes).map((shape) => against(name, shape, refusal))
  return judged.toSorted((one, other) => one.length - other.length)[0] ?? []
}

function against(name: string, shape: ErrorShape, refusal: Refusal): readonly Finding[] {
  const { status, error, shown } = refusal
  const found: Finding[] = []
  if (!shape.status.includes(status)) {
    const message = `The error ${name} came with status ${status}.`
    found.push(finding('error.status', message, `status ${shape.status.join(' or ')}`, shown))
  }
  const envelope = error?.envelope ?? 'other'
  if (!shape.envelope.includes(envelope)) {
    found.push(envelopeFinding(name, shape.envelope, refusal))
    return found
  }
  append(found, wordFindings(name, shape, error))
  return found
}

function wordFindings(
  name: string,
  shape: ErrorShape,
  error: ErrorReply | undefined,
): readonly Finding[] {
  const found: Finding[] = []
  if (shape.code !== undefined && !shape.code.includes(error?.code ?? '')) {
    const message = `The error ${name} has another code.`
    found.push(finding('error.code', message, shape.code.join(' or '), excerpt(error?.code)))
  }
  if (shape.type !== undefined && !shape.type.includes(error?.type ?? '')) {
    const message = `The error ${name} has another type.`
    found.push(finding('error.type', message, shape.type.join(' or '), excerpt(error?.type)))
  }
  const parts = shape.messageContains
  if (parts !== undefined && !says(error, parts)) {
    const message = `The message of the error ${name} does not say what is wrong.`
    const expected = `a message with ${parts.map((part) => excerpt(part)).join(' or ')} in it`
    found.push(finding('error.message', message, expected, excerpt(error?.message)))
  }
  return found
}

/** What no rule forbids: an error in other words than those that are known of the service. */
export function wordingNote(shapes: readonly ErrorShape[], refusal: Refusal): readonly string[] {
  const { status, error } = refusal
  const usual = shapes.filter((shape) => shape.status.includes(status))
  const words = usual.flatMap(({ messageUsually }) => messageUsually ?? [])
  if (words.length === 0 || says(error, words)) return []
  return [`The message is worded otherwise than known: ${excerpt(error?.message)}.`]
}

function says(error: ErrorReply | undefined, parts: readonly string[]): boolean {
  return parts.some((part) => plain(error?.message ?? '').includes(plain(part)))
}

/** The envelope is right, and nothing is in it. */
const nullMessage = /^\d+: \{"[Mm]essage":\s?null\b/u

/** The finding that an error came in none of the allowed envelopes. */
export function envelopeFinding(
  name: string,
  allowed: readonly ErrorReply['envelope'][],
  { error, shown }: Refusal,
): Finding {
  const expected = `an error like ${allowed.map((envelope) => examples[envelope]).join(' or ')}`
  if (error === undefined) {
    const message = `The body of the error ${name} is no error in any known envelope.`
    return finding('error.not-an-error', message, expected, shown)
  }
  const message = nullMessage.test(shown)
    ? `The message of the error ${name} is null.`
    : `The error ${name} comes in another envelope.`
  return finding('error.envelope', message, expected, shown)
}

const examples: Readonly<Record<ErrorReply['envelope'], string>> = {
  openai: '{"error":{"message","type","param","code"}}',
  anthropic: '{"type":"error","error":{"type","message"}}',
  'message-only': '{"error":{"message"}}',
  'error-detail': '{"error":{"detail"}}',
  detail: '{"detail"}',
  message: '{"message"}',
  coral: '{"Message"}',
  'unknown-operation': '{"Output":{"__type":"…UnknownOperationException"}}',
  other: 'any body',
}

/** Services mix U+2019 and ASCII apostrophes, and cases, in one and the same message. */
function plain(text: string): string {
  return replaceRuns(text, /[\u2018\u2019\u02BC]/u, "'").toLowerCase()
}
