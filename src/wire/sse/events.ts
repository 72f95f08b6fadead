/** From lines to events: WHATWG HTML section 9.2.6, "interpreting an event stream". */
import type { SseEvent, SseRecord, Violation } from '../../model/observation.ts'
import { asBuffer } from '../bytes.ts'
import { invalidUtf8At } from './utf8.ts'
import type { ViolationList } from '../violations.ts'

const COLON = 0x3a
const SPACE = 0x20

/** The four field names that 9.2.6 knows; they are case-sensitive. */
const knownFields: ReadonlySet<string> = new Set(['data', 'event', 'id', 'retry'])

/** Where a line stands: from its first byte to just after its line end. */
interface Span {
  readonly start: number
  readonly end: number
  readonly at: number
}

/** The block of lines since the last blank line. */
interface Block {
  /** -1 while it has no line. */
  start: number
  data: string[]
  fields: string[]
  type: string
  id?: string
  retry?: number
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

export interface SseEvents {
  readonly all: readonly SseEvent[]
  comments(): number
  /** @param ascii the line as text, where it is known to be ASCII */
  line(bytes: Uint8Array, span: Span, ascii?: string): void
  /** The blank line that ended the last event turned out to end at `end`. */
  extendLast(end: number, at: number): void
  /** The body ended inside this line. */
  end(rest: Uint8Array, start: number): SseRecord['unterminated']
}

/** Turns lines into events. */
export function createSseEvents(violations: ViolationList): SseEvents {
  const all: Mutable<SseEvent>[] = []
  let block = emptyBlock()
  let comments = 0
  let justDispatched = false

  const takeField = (bytes: Uint8Array, start: number, ascii?: string): void => {
    if (block.start === -1) block.start = start
    if (isData(bytes)) return takeData(block, bytes, ascii, start, violations)
    checkUtf8(bytes, start, violations)
    if (bytes[0] === COLON) comments += 1
    else applyField(block, bytes, start, violations)
  }

  const dispatch = ({ end, at }: Span): void => {
    const { start, data, fields, type, id, retry } = block
    block = emptyBlock()
    if (data.length === 0) return // 9.2.6: without data nothing is dispatched
    all.push({
      start,
      end,
      at,
      type: type === '' ? 'message' : type,
      data: data.length === 1 ? (data[0] ?? '') : data.join('\n'),
      ...(id !== undefined && { id }),
      ...(retry !== undefined && { retry }),
      fields: fields.length === 1 && fields[0] === 'data' ? dataAlone : fields,
    })
    justDispatched = true
  }

  return {
    all,
    comments: () => comments,
    line(bytes, span, ascii) {
      justDispatched = false
      if (bytes.length === 0) dispatch(span)
      else takeField(bytes, span.start, ascii)
    },
    extendLast(end, at) {
      const last = all.at(-1)
      if (!justDispatched || last === undefined) return
      last.end = end
      last.at = at
    },
    end(rest, start) {
      if (rest.length > 0) takeField(rest, start)
      if (block.fields.length === 0) return undefined
      violations.add(unterminatedEvent(block))
      return { start: block.start, data: block.data.join('\n') }
    },
  }
}

/** One array for nearly all events. */
const dataAlone: readonly string[] = ['data']

/** Whether a line starts with `data:`, as nearly all do. */
function isData(bytes: Uint8Array): boolean {
  return (
    bytes[4] === COLON &&
    bytes[0] === 0x64 &&
    bytes[1] === 0x61 &&
    bytes[2] === 0x74 &&
    bytes[3] === 0x61
  )
}

/** U+FFFD in what was decoded stands there itself, or for bytes that are not UTF-8. */
function takeData(
  block: Block,
  bytes: Uint8Array,
  ascii: string | undefined,
  start: number,
  violations: ViolationList,
): void {
  const valueStart = bytes[5] === SPACE ? 6 : 5
  const value = ascii?.slice(valueStart) ?? text(bytes.subarray(valueStart))
  if (ascii === undefined && value.includes('\uFFFD')) checkUtf8(bytes, start, violations)
  block.fields.push('data')
  block.data.push(value)
}

function emptyBlock(): Block {
  return { start: -1, data: [], fields: [], type: '' }
}

function applyField(
  block: Block,
  bytes: Uint8Array,
  start: number,
  violations: ViolationList,
): void {
  const colon = bytes.indexOf(COLON)
  const name = text(colon === -1 ? bytes : bytes.subarray(0, colon))
  const valueStart = colon === -1 ? bytes.length : colon + (bytes[colon + 1] === SPACE ? 2 : 1)
  block.fields.push(name)
  if (!knownFields.has(name) && (colon === -1 || !isExtension(name))) {
    violations.add(unknownField(name, start))
  } else setField(block, name, text(bytes.subarray(valueStart)))
}

function setField(block: Block, name: string, value: string): void {
  if (name === 'data') block.data.push(value)
  else if (name === 'event') block.type = value
  else if (name === 'id' && !value.includes('\0')) block.id = value
  else if (name === 'retry' && /^[0-9]+$/.test(value)) block.retry = Number(value)
}

function text(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('utf8')
}

/** Line ends are ASCII, so a sequence that is cut by one is found inside its line. */
function checkUtf8(bytes: Uint8Array, start: number, violations: ViolationList): void {
  const wrong = invalidUtf8At(bytes)
  if (wrong === undefined) return
  const shown = [...bytes.subarray(wrong, wrong + 4)]
  violations.add({
    code: 'sse.invalid-utf8',
    message: 'The event stream holds bytes that are not UTF-8.',
    byte: start + wrong,
    expected: 'UTF-8 in every line',
    received: `bytes ${shown.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')}`,
  })
}

/**
 * WHATWG HTML section 9.2.6 ignores fields of other names, so they may be sent; but what merely
 * misspells a known one, is JSON without its field, or is an error that no client sees, is lost.
 */
function isExtension(name: string): boolean {
  const plain = /^[A-Za-z][\w-]*$/.test(name)
  return plain && name.toLowerCase() !== 'error' && !knownFields.has(name.toLowerCase())
}

function unknownField(name: string, start: number): Violation {
  return {
    code: 'sse.unknown-field',
    message: 'A line of the event stream is neither a comment nor a known field.',
    byte: start,
    expected: 'a line that starts with "data:", "event:", "id:", "retry:" or ":"',
    received: `a field named ${JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name)}`,
  }
}

function unterminatedEvent(block: Block): Violation {
  return {
    code: 'sse.unterminated-event',
    message: 'The body ended before the blank line that ends its last event.',
    byte: block.start,
    expected: 'a blank line after the last event; without it the event is dropped',
    received: `end of body after ${block.fields.length} line(s) of an event`,
  }
}
