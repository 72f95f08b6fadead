/** Keeps secrets out of everything that is written, and finds those that a server gave away. */
import type { HeaderList, Leak } from '../../model/exchange.ts'
import { asBuffer } from '../bytes.ts'
import { derivedSecrets, keyShapes, secretPatterns, shortestSecret } from './forms.ts'
import { createScanner, type Range } from './scan.ts'

const blank = '<redacted>'

/** Headers whose value is a credential, whatever it is. */
const credentialHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'x-amz-security-token',
  'x-api-key',
  'api-key',
  'cookie',
])

export interface Redactor {
  /** `text` with every form of every secret replaced by `<redacted>`. */
  text(text: string): string
  /** Headers with credentials blanked; schemes (`Bearer`) and SigV4 scopes stay readable. */
  headers(headers: HeaderList): HeaderList
  /** `bytes` with every secret replaced; the same array when it holds none. */
  bytes(bytes: Uint8Array): Uint8Array
  /** Where the secrets are in `bytes`, in order and apart from each other. */
  ranges(bytes: Uint8Array): readonly Range[]
  /** Places in a response where one of our secrets came back. */
  find(headers: HeaderList, body: Uint8Array): Leak[]
  /** A copy of a JSON-like value with every string (and member name) redacted. */
  json(value: unknown): unknown
}

/**
 * Makes a redactor for `secrets`: keys, tokens, passwords. Each is known in its plain, URL, JSON,
 * hex and base64 forms; Bedrock short-term keys also by what is encoded in them. Secrets under
 * eight characters are hidden in credential headers only.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const values = new Set(secrets.flatMap(derivedSecrets).filter(isLongEnough))
  const known = [...values].flatMap(secretPatterns)
  const everything = createScanner([...known, ...keyShapes])
  const ours = createScanner(known)

  const text = (value: string): string => {
    const found = everything(value)
    return found.length === 0 ? value : replaceText(value, found)
  }
  const ranges = (bytes: Uint8Array): Range[] => everything(latin1(bytes))

  return {
    text,
    ranges,
    headers: (headers) => headers.map(([name, value]) => [name, headerText(name, value, text)]),
    bytes: (bytes) => replaceRanges(bytes, ranges(bytes)),
    find: (headers, body) => findLeaks(ours, text, headers, body),
    json: (value) => redactJson(value, text),
  }
}

/** Bytes that stand in place of a secret. */
export const blankBytes: Uint8Array = new TextEncoder().encode(blank)

function isLongEnough(secret: string): boolean {
  return secret.length >= shortestSecret
}

/** One character per byte, so that indexes are offsets. */
function latin1(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('latin1')
}

function replaceText(text: string, ranges: readonly Range[]): string {
  let replaced = ''
  let kept = 0
  for (const { start, end } of ranges) {
    replaced += text.slice(kept, start) + blank
    kept = end
  }
  return replaced + text.slice(kept)
}

function replaceRanges(bytes: Uint8Array, ranges: readonly Range[]): Uint8Array {
  if (ranges.length === 0) return bytes
  const parts: Uint8Array[] = []
  let kept = 0
  for (const { start, end } of ranges) {
    parts.push(bytes.subarray(kept, start), blankBytes)
    kept = end
  }
  parts.push(bytes.subarray(kept))
  return new Uint8Array(Buffer.concat(parts))
}

function headerText(name: string, value: string, text: (value: string) => string): string {
  if (!credentialHeaders.has(name.toLowerCase())) return text(value)
  if (value.startsWith('AWS4-')) return signatureText(value)
  const scheme = /^(Bearer|Basic|Token) (?=.)/i.exec(value)?.[0] ?? ''
  return value === '' ? value : `${scheme}${blank}`
}

/** SigV4: the algorithm, the scope and the names of the signed headers say what went wrong. */
function signatureText(value: string): string {
  const [algorithm = ''] = value.split(' ', 1)
  const scope = /Credential=[^/,\s]+(\/[A-Za-z0-9_/-]+)/.exec(value)?.[1] ?? ''
  const signed = /SignedHeaders=([A-Za-z0-9;_-]+)/.exec(value)?.[1] ?? ''
  return `${algorithm} Credential=${blank}${scope}, SignedHeaders=${signed}, Signature=${blank}`
}

function findLeaks(
  ours: (text: string) => Range[],
  text: (value: string) => string,
  headers: HeaderList,
  body: Uint8Array,
): Leak[] {
  const inHeaders = headers
    .filter(([name, value]) => ours(`${name}: ${value}`).length > 0)
    .map(([name]): Leak => ({ where: 'header', name: text(name) }))
  const inBody = ours(latin1(body)).map(({ start }): Leak => ({ where: 'body', byte: start }))
  return [...inHeaders, ...inBody]
}

function redactJson(value: unknown, text: (value: string) => string): unknown {
  if (typeof value === 'string') return text(value)
  if (Array.isArray(value)) return value.map((item) => redactJson(item, text))
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [text(name), redactJson(member, text)]),
  )
}
