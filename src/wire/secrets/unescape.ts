/** Undoes the escapes of URLs, JSON and HTML, and keeps where each character stood. */
import { asBuffer } from '../bytes.ts'
import { isBlank } from './grams.ts'

/** Text of which each byte knows its place in the source. */
export interface Placed {
  readonly bytes: Uint8Array
  /** First place of each byte. */
  readonly starts: Int32Array
  /** Just after its last place; absent where each has one place. */
  readonly ends?: Int32Array
  readonly length: number
}

/** Just after the last place of a byte. */
export function endOf({ starts, ends }: Placed, at: number): number {
  return ends === undefined ? (starts[at] ?? 0) + 1 : (ends[at] ?? 0)
}

const PERCENT = 0x25
const BACKSLASH = 0x5c
const AMPERSAND = 0x26
const QUOTE = 0x22
const SLASH = 0x2f
const leads: ReadonlySet<number> = new Set([PERCENT, BACKSLASH, AMPERSAND])

/** Longest escape of one character, with room for repeated encoding. */
const longestEscape = 64

/**
 * One layer of escapes undone.
 *
 * @param wanted whether a character matters; escapes of others stay as they are
 * @returns undefined when there is no escape of a character that matters
 */
export function unescaped(text: Placed, wanted: Wanted): Placed | undefined {
  const { bytes, starts, length } = text
  const first = firstEscape(bytes, length, wanted)
  if (first === undefined) return undefined
  const out = {
    bytes: new Uint8Array(length),
    starts: new Int32Array(length),
    ends: new Int32Array(length),
    length: 0,
  }
  for (let at = 0; at < length;) {
    const byte = bytes[at] ?? 0
    const escape = at < first ? undefined : wantedEscape(bytes, at, length, wanted)
    const next = escape?.next ?? at + 1
    for (const code of escape?.codes ?? [byte]) {
      if (isBlank(code)) continue
      out.bytes[out.length] = code
      out.starts[out.length] = starts[at] ?? 0
      out.ends[out.length] = endOf(text, next - 1)
      out.length += 1
    }
    at = next
  }
  return out
}

/** False where `bytes` certainly hold no escape. */
export function mayHoldEscape(bytes: Uint8Array): boolean {
  return bytes.includes(BACKSLASH) || bytes.includes(PERCENT) || bytes.includes(AMPERSAND)
}

type Wanted = (code: number) => boolean

/** Offset of the first escape of a character that matters. */
function firstEscape(bytes: Uint8Array, length: number, wanted: Wanted): number | undefined {
  for (let at = 0; at < length; at += 1) {
    if (wantedEscape(bytes, at, length, wanted) !== undefined) return at
  }
  return undefined
}

interface Unescaped {
  readonly codes: readonly number[]
  readonly next: number
}

function wantedEscape(
  bytes: Uint8Array,
  at: number,
  length: number,
  wanted: Wanted,
): Unescaped | undefined {
  const byte = bytes[at]
  if (byte !== PERCENT && byte !== BACKSLASH && byte !== AMPERSAND) return undefined
  if (byte === BACKSLASH && !isWantedAfterBackslash(bytes[at + 1] ?? 0, wanted)) return undefined
  const escape = escapeAt(bytes, at, length)
  const codes = escape && wantedBytes(escape, wanted)
  return escape && codes && { codes, next: escape.next }
}

const LETTER_U = 0x75
const LETTER_X = 0x78

/** Line ends and tabs, the usual escapes, are in no secret; quotes are in hardly any. */
function isWantedAfterBackslash(next: number, wanted: Wanted): boolean {
  if (next === QUOTE || next === SLASH) return wanted(next)
  return next === LETTER_U || next === LETTER_X || next === BACKSLASH
}

/** The UTF-8 bytes of a character, when all of them matter or one begins another escape. */
function wantedBytes({ code, isByte }: Escape, wanted: Wanted): number[] | undefined {
  const single = isByte === true || code < 0x80
  const bytes = single ? [code] : [...Buffer.from(String.fromCodePoint(code), 'utf8')]
  return bytes.every((byte) => leads.has(byte) || wanted(byte)) ? bytes : undefined
}

interface Escape {
  readonly code: number
  /** The code is a byte of UTF-8, not a character. */
  readonly isByte?: boolean
  readonly next: number
}

function escapeAt(bytes: Uint8Array, at: number, length: number): Escape | undefined {
  const end = Math.min(length, at + longestEscape)
  const text = asBuffer(bytes).toString('latin1', at, end)
  const [lead] = text
  if (lead === '%') return percentEscape(text, at)
  return lead === '&' ? htmlEscape(text, at) : jsonEscape(text, at)
}

/** `%2F`, and `%252F` where it was encoded more than once. */
function percentEscape(text: string, at: number): Escape | undefined {
  const [whole, digits] = /^%(?:25)*([0-9a-f]{2})/i.exec(text) ?? []
  const escape = escapeOf(whole, Number.parseInt(digits ?? '', 16), at)
  return escape && { ...escape, isByte: true }
}

/** RFC 8259 section 7, with more backslashes where JSON stands in JSON; `\x2f` of other languages. */
function jsonEscape(text: string, at: number): Escape | undefined {
  const [whole, unicode, hex, short] =
    /^\\+(?:u([0-9a-f]{4})|x([0-9a-f]{2})|(["/\\]))/i.exec(text) ?? []
  const digits = unicode ?? hex
  const code = digits === undefined ? short?.charCodeAt(0) : Number.parseInt(digits, 16)
  return escapeOf(whole, code, at)
}

/** HTML section 13.5: decimal, hexadecimal and the named references of what keys hold. */
function htmlEscape(text: string, at: number): Escape | undefined {
  const [whole, hex, decimal, name] =
    /^&(?:amp;)*(?:#x0*([0-9a-f]{1,6});?|#0*(\d{1,7});?|([a-z]+);)/i.exec(text) ?? []
  if (name !== undefined) return escapeOf(whole, named[name]?.charCodeAt(0), at)
  return escapeOf(whole, hex === undefined ? Number(decimal) : Number.parseInt(hex, 16), at)
}

function escapeOf(whole = '', code = Number.NaN, at = 0): Escape | undefined {
  return code >= 0 && code <= 0x10ffff ? { code, next: at + whole.length } : undefined
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  plus: '+',
  equals: '=',
  sol: '/',
  bsol: '\\',
  lowbar: '_',
  UnderBar: '_',
  hyphen: '-',
  dash: '-',
  colon: ':',
  semi: ';',
  comma: ',',
  period: '.',
  excl: '!',
  quest: '?',
  num: '#',
  dollar: '$',
  percnt: '%',
  ast: '*',
  midast: '*',
  lpar: '(',
  rpar: ')',
  lsqb: '[',
  lbrack: '[',
  rsqb: ']',
  rbrack: ']',
  lcub: '{',
  lbrace: '{',
  rcub: '}',
  rbrace: '}',
  verbar: '|',
  vert: '|',
  Hat: '^',
  grave: '`',
  commat: '@',
}
