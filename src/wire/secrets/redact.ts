/**
 * Keeps secrets out of everything that is kept, and finds those that a server gave away. Not a library:
 * those for logs blank known members; a key here comes back in any encoding, in pieces, in any member.
 */
import { mapSame } from '../../model/lists/lists.ts'
import type { HeaderList } from '../../model/exchange.ts'
import { blank } from './blank.ts'
import { blankBody, markText, type Blanked } from './body.ts'
import type { Range } from '../bytes.ts'
import { createGramIndex, type GramIndex } from './grams.ts'
import { cleanHeaders, leakingHeaders } from './headers.ts'
import { formsOf, publicForms, secretParts, wordForms } from './parts.ts'
import { shapedKeys } from './shapes.ts'

export interface Redactor {
  /** `text` with every form of every secret replaced by `<redacted>`. */
  text(text: string): string
  /** Headers with credentials blanked; schemes (`Bearer`) and SigV4 scopes stay readable. */
  headers(headers: HeaderList): HeaderList
  /** `bytes` with every secret overwritten, so that offsets stay; the same array when it holds none. */
  bytes(bytes: Uint8Array): Uint8Array
  /** A body blanked, and where our own secrets stood in it. */
  body(bytes: Uint8Array): Blanked
  /** Whether one of our secrets, or a run of one, is in any of the texts or split over them. */
  holds(...texts: readonly string[]): boolean
  /** Names of the headers in which one of our secrets came back, redacted. */
  leakingHeaders(headers: HeaderList): string[]
  /** A JSON-like value with every string (and member name) redacted; the same where it holds no secret. */
  json(value: unknown): unknown
}

/**
 * Makes a redactor for `secrets`: keys, tokens, passwords. Each is known in its plain, URL, JSON,
 * HTML, hex, base64 and UTF-16 forms, whole or any twelve characters of it; Bedrock keys also by
 * what is encoded in them. Secrets under eight characters are hidden in credential headers only.
 * The list may grow: what is added counts from the next call.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const index = indexOf(secrets)

  const text = cleanKnown(index, (value) => {
    const bytes = Buffer.from(value, 'utf8')
    const ranges = merged([...markText(index(), bytes), ...shapedKeys(bytes)])
    if (ranges.length > 0) return replaced(bytes, ranges)
    return latin1Text(index(), value)
  })
  const body = (bytes: Uint8Array): Blanked => blankBody(index(), bytes)
  const holds = (...texts: readonly string[]): boolean =>
    markText(index(), Buffer.from(texts.join(''), 'latin1')).length > 0

  return {
    text,
    headers: (headers) => cleanHeaders(headers, text, holds),
    bytes: (bytes) => body(bytes).bytes,
    body,
    holds,
    leakingHeaders: (headers) => leakingHeaders(headers, holds).map(text),
    json: (value) => redactJson(value, text),
  }
}

type Growing = () => GramIndex

/** By the list itself: a run makes several redactors of one list, and an index takes long to make. */
const indexes = new WeakMap<readonly string[], Growing>()

function indexOf(secrets: readonly string[]): Growing {
  const known = indexes.get(secrets)
  if (known !== undefined) return known
  const made = growingIndex(secrets)
  indexes.set(secrets, made)
  return made
}

/** The index of a list of secrets, made anew when the list has grown. */
function growingIndex(secrets: readonly string[]): Growing {
  let known = -1
  let index: GramIndex | undefined
  return () => {
    if (index !== undefined && known === secrets.length) return index
    known = secrets.length
    const parts = secretParts(secrets)
    index = createGramIndex(
      [...new Set(parts.flatMap(formsOf))],
      [...publicForms, ...parts.flatMap(wordForms)],
    )
    return index
  }
}

const longestKnown = 256
const mostKnown = 4096

/**
 * Redacts text, and looks once only at short texts without a secret: the names and values of headers
 * come with every answer.
 */
function cleanKnown(index: () => GramIndex, redact: (text: string) => string): typeof redact {
  const clean = new Set<string>()
  let of: GramIndex | undefined
  return (text) => {
    if (text.length > longestKnown) return redact(text)
    if (of !== index() || clean.size >= mostKnown) clean.clear()
    of = index()
    if (clean.has(text)) return text
    const redacted = redact(text)
    if (redacted === text) clean.add(text)
    return redacted
  }
}

/** In order and apart from each other. */
function merged(ranges: readonly Range[]): Range[] {
  const apart: { start: number; end: number }[] = []
  for (const { start, end } of ranges.toSorted((one, other) => one.start - other.start)) {
    const last = apart.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else apart.push({ start, end })
  }
  return apart
}

function replaced(
  bytes: Buffer,
  ranges: readonly Range[],
  encoding: 'utf8' | 'latin1' = 'utf8',
): string {
  let kept = 0
  const parts = ranges.map(({ start, end }) => {
    const before = bytes.toString(encoding, kept, start)
    kept = end
    return before + blank
  })
  return parts.join('') + bytes.toString(encoding, kept)
}

/** Text whose bytes were read as Latin-1, as those of headers are. */
function latin1Text(index: GramIndex, value: string): string {
  if (!/[\x80-\xff]/.test(value) || /[^\0-\xff]/.test(value)) return value
  const bytes = Buffer.from(value, 'latin1')
  const ranges = markText(index, bytes)
  return ranges.length === 0 ? value : replaced(bytes, ranges, 'latin1')
}

/**
 * What holds no secret stays the same object: the results of a run share theirs, and a copy of each
 * would take many times the memory.
 *
 * @param known what was seen before, and what it is without secrets
 */
function redactJson(
  value: unknown,
  text: (value: string) => string,
  known = new Map<object, unknown>(),
): unknown {
  if (typeof value === 'string') return text(value)
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value
  if (known.has(value)) return known.get(value)
  const clean = Array.isArray(value)
    ? mapSame(value, (item: unknown) => redactJson(item, text, known))
    : redactObject(value, text, known)
  known.set(value, clean)
  return clean
}

function redactObject(
  value: object,
  text: (value: string) => string,
  known: Map<object, unknown>,
): object {
  const entries = Object.entries(value)
  const clean = entries.map(
    ([name, member]) => [text(name), redactJson(member, text, known)] as const,
  )
  const isSame = clean.every(([name, member], at) => {
    const [before, unredacted] = entries[at] ?? []
    return name === before && member === unredacted
  })
  return isSame ? value : Object.fromEntries(clean)
}
