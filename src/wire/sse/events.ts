/** From lines to events: WHATWG HTML section 9.2.6, "interpreting an event stream". */
import type { SseEvent, SseRecord, Violation } from '../../model/observation.ts'
import type { ViolationList } from '../violations.ts'
import type { ArrivalAt } from './arrivals.ts'

const COLON = 0x3a
const SPACE = 0x20

/** The four field names that 9.2.6 knows; they are case-sensitive. */
const knownFields: ReadonlySet<string> = new Set(['data', 'event', 'id', 'retry'])

/** The fields of nearly all events, in one array. */
const dataAlone: string[] = ['data']

const none: string[] = []

/** The block of lines since the last blank line. */
interface Block {
  /** -1 while it has no line. */
  start: number
  /** Undefined until a line has data. */
  data: string | undefined
  fields: string[]
  type: string
  id: string | undefined
  retry: number | undefined
}

export interface SseEvents {
  readonly all: readonly SseEvent[]
  comments(): number
  /**
   * A line that is not blank: the characters of `text` between two indices.
   *
   * @param start offset of its first byte in the body
   */
  line(text: string, from: number, to: number, start: number): void
  /**
   * The same, with the blank line that follows it and ends at `end`, where they are a whole event of
   * one line of data, as nearly all events are.
   *
   * @returns false where they are not, and nothing was done
   */
  lone(text: string, from: number, to: number, start: number, end: number): boolean
  /** A blank line, which ends an event at the byte before `end`. */
  blank(end: number): void
  /** The body ended inside this line. */
  end(rest: string, start: number): SseRecord['unterminated']
}

/** Turns lines into events. */
export function createSseEvents(violations: ViolationList, arrivalAt: ArrivalAt): SseEvents {
  const all: SseEvent[] = []
  let block = emptyBlock()
  let comments = 0

  const line = (text: string, from: number, to: number, start: number): void => {
    if (block.start === -1) block.start = start
    if (isData(text, from)) {
      addData(block, text.slice(dataAt(text, from), to))
    } else if (text.charCodeAt(from) === COLON) comments += 1
    else applyField(block, text.slice(from, to), start, violations)
  }

  return {
    all,
    comments: () => comments,
    line,
    lone(text, from, to, start, end) {
      if (block.start !== -1 || !isData(text, from)) return false
      const data = text.slice(dataAt(text, from), to)
      all.push({ start, end, at: arrivalAt(end), type: 'message', data, fields: dataAlone })
      return true
    },
    blank(end) {
      if (block.start === -1) return
      // 9.2.6: without data nothing is dispatched
      if (block.data !== undefined) all.push(eventOf(block, block.data, end, arrivalAt(end)))
      block = emptyBlock()
    },
    end(rest, start) {
      if (rest.length > 0) line(rest, 0, rest.length, start)
      if (block.fields.length === 0) return undefined
      violations.add(unterminatedEvent(block))
      return { start: block.start, data: block.data ?? '' }
    },
  }
}

function emptyBlock(): Block {
  return { start: -1, data: undefined, fields: none, type: '', id: undefined, retry: undefined }
}

function eventOf(block: Block, data: string, end: number, at: number): SseEvent {
  const { start, type: given, id, retry, fields } = block
  const type = given === '' ? 'message' : given
  if (id === undefined && retry === undefined) return { start, end, at, type, data, fields }
  return {
    start,
    end,
    at,
    type,
    data,
    ...(id !== undefined && { id }),
    ...(retry !== undefined && { retry }),
    fields,
  }
}

/** Whether a line starts with `data:`, as nearly all do. */
function isData(text: string, from: number): boolean {
  return (
    text.charCodeAt(from) === 0x64 &&
    text.charCodeAt(from + 1) === 0x61 &&
    text.charCodeAt(from + 2) === 0x74 &&
    text.charCodeAt(from + 3) === 0x61 &&
    text.charCodeAt(from + 4) === COLON
  )
}

/** Where the value of a line of data starts. */
function dataAt(text: string, from: number): number {
  return text.charCodeAt(from + 5) === SPACE ? from + 6 : from + 5
}

function addData(block: Block, value: string): void {
  block.data = block.data === undefined ? value : `${block.data}\n${value}`
  addField(block, 'data')
}

function addField(block: Block, name: string): void {
  if (block.fields === none) block.fields = name === 'data' ? dataAlone : [name]
  else if (block.fields === dataAlone) block.fields = ['data', name]
  else block.fields.push(name)
}

function applyField(block: Block, line: string, start: number, violations: ViolationList): void {
  const colon = line.indexOf(':')
  const name = colon === -1 ? line : line.slice(0, colon)
  const valueStart = colon === -1 ? line.length : colon + (line[colon + 1] === ' ' ? 2 : 1)
  if (name === 'data') return addData(block, line.slice(valueStart))
  addField(block, name)
  if (!knownFields.has(name) && (colon === -1 || !isExtension(name))) {
    violations.add(unknownField(name, start))
  } else setField(block, name, line.slice(valueStart))
}

function setField(block: Block, name: string, value: string): void {
  if (name === 'event') block.type = value
  else if (name === 'id' && !value.includes('\0')) block.id = value
  else if (name === 'retry' && /^[0-9]+$/.test(value)) block.retry = Number(value)
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
