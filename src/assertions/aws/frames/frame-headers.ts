/** What the headers of one frame must say (botocore eventstream.py and parsers.py). */
import { excerpt } from '../../evidence/excerpt.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import type { Frame, FrameHeader } from '../../../model/observation.ts'

/** Type number of a string on the wire; every header that Bedrock sends is one. */
const stringType = 7

/** Headers that tell what a frame is, by `:message-type`. */
const required: Readonly<Record<string, readonly string[]>> = {
  event: [':event-type', ':content-type'],
  exception: [':exception-type', ':content-type'],
  error: [':error-code', ':error-message'],
}

/** Those of Bedrock, each a string. Others, such as the `:date` of signed messages, have types of their own. */
const known: ReadonlySet<string> = new Set([':message-type', ...Object.values(required).flat()])

/** A header's value as text, when it is text. */
export function frameHeader(frame: Frame, name: string): string | undefined {
  const value = frame.headers.find((header) => header.name === name)?.value
  return typeof value === 'string' ? value : undefined
}

/** Whether a frame reports a failure: only then may its payload be empty. */
export function isFailureFrame(frame: Frame): boolean {
  const type = frameHeader(frame, ':message-type')
  return type === 'exception' || type === 'error'
}

/** Everything that is wrong with the headers of the frame at position `item`. */
export function headerFindings(frame: Frame, item: number): readonly Finding[] {
  const at = { item, byte: frame.start }
  const reserved = frame.headers.filter(({ name }) => known.has(name))
  const mistyped = reserved
    .filter(({ type }) => type !== stringType)
    .map(({ name, type }) => {
      const message = `Header ${name} of frame ${item} is not a string.`
      return finding('bedrock.frame-header-type', message, 'header type 7', `type ${type}`, at)
    })
  const kind = reserved.find(({ name }) => name === ':message-type')
  const findings = [...mistyped, ...kindFindings(frame, kind, item)]
  const type = frameHeader(frame, ':content-type')
  if (type !== undefined && !/^application\/json\s*(;|$)/iu.test(type)) {
    const message = `Frame ${item} does not say that its payload is JSON.`
    const expected = ':content-type application/json'
    findings.push(finding('bedrock.frame-header-value', message, expected, excerpt(type), at))
  }
  return findings
}

function kindFindings(frame: Frame, kind: FrameHeader | undefined, item: number): Finding[] {
  const at = { item, byte: frame.start }
  if (kind === undefined) return [missing(':message-type', frame, item)]
  if (typeof kind.value !== 'string') return []
  const names = Object.hasOwn(required, kind.value) ? required[kind.value] : undefined
  if (names === undefined) {
    const message = `Frame ${item} has a :message-type that does not exist.`
    const expected = 'event, exception or error'
    const received = excerpt(kind.value)
    return [finding('bedrock.frame-header-value', message, expected, received, at)]
  }
  return names.flatMap((name) => {
    const header = frame.headers.find((given) => given.name === name)
    if (header === undefined) return [missing(name, frame, item)]
    if (header.value !== '' || name === ':error-message') return []
    const message = `Header ${name} of frame ${item} is empty.`
    return [finding('bedrock.frame-header-value', message, 'a name', 'an empty string', at)]
  })
}

function missing(name: string, frame: Frame, item: number): Finding {
  const present = frame.headers.map((header) => header.name).join(', ')
  return finding(
    'bedrock.frame-header-missing',
    `Frame ${item} has no ${name}.`,
    `the header ${name}`,
    present === '' ? 'no headers' : present,
    { item, byte: frame.start },
  )
}
