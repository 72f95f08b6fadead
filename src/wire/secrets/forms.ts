/** The forms in which a secret can turn up, as regular expressions. */
import { asBuffer } from '../bytes.ts'

/** Secrets shorter than this would match by chance; whole credential headers are blanked anyway. */
export const shortestSecret = 8

/** Of a short base64 run, chance matches are too likely: 12 characters are 72 bits. */
const shortestRun = 12

/** `bedrock-api-key-` + base64 of a presigned URL: aws-bedrock-token-generator-js. */
const shortTermPrefix = 'bedrock-api-key-'

/** A regular expression source, and that of its first characters: cheap to look for everywhere. */
export interface SecretPattern {
  readonly head: string
  readonly whole: string
  /** Every two characters that a match can begin with; one alone stands for any second one. */
  readonly starts: readonly string[]
}

/** What must not be shown even where we do not know the key. Boundaries keep base64 noise out. */
export const keyShapes: readonly SecretPattern[] = [
  {
    head: 'bedrock-api-key-',
    starts: ['be'],
    whole: String.raw`(?<![A-Za-z0-9+/=_-])bedrock-api-key-[A-Za-z0-9+/_-]{32,}={0,2}`,
  },
  // Long-term key, by the rule of gitleaks.
  {
    head: 'ABSK',
    starts: ['AB'],
    whole: String.raw`(?<![A-Za-z0-9+/=_-])ABSK[A-Za-z0-9+/]{100,}={0,2}`,
  },
]

/** Characters in a head: few enough to be fast, enough to be rare. */
const headLength = 6

/**
 * Every value that has to be hidden for one secret: itself, and for a Bedrock short-term key the
 * presigned URL in it with its session token, signature and access key id.
 */
export function derivedSecrets(secret: string): string[] {
  const bare = secret.trim().replace(/^Bearer\s+/i, '')
  if (!bare.startsWith(shortTermPrefix)) return [secret, bare]
  const url = Buffer.from(bare.slice(shortTermPrefix.length), 'base64').toString('utf8')
  return [secret, bare, bare.slice(shortTermPrefix.length), url, ...presignedValues(url)]
}

function presignedValues(url: string): string[] {
  const query = new URLSearchParams(url.slice(url.indexOf('?') + 1))
  const credential = query.get('X-Amz-Credential') ?? ''
  return [
    query.get('X-Amz-Security-Token') ?? '',
    query.get('X-Amz-Signature') ?? '',
    credential,
    credential.split('/')[0] ?? '', // the access key id, whatever its scope
  ]
}

/**
 * Patterns that find `secret` plain, percent-encoded (once or more, either case),
 * JSON-escaped, in hex, and inside base64 or base64url text at any of the three alignments.
 */
export function secretPatterns(secret: string): SecretPattern[] {
  const bytes = Buffer.from(secret, 'utf8')
  const runs = [0, 1, 2]
    .map((alignment) => base64Run(bytes, alignment))
    .filter((run) => run.length >= shortestRun)
  return [
    pattern(secret, (text) => escaped(text), leads),
    ...runs.map((run) =>
      pattern(
        run,
        (text) => escaped(text, base64Twins),
        (character) => leads(character, base64Twins),
      ),
    ),
    pattern(bytes.toString('hex'), anyCase, (digit) => [digit, digit.toUpperCase()]),
  ]
}

/** @param leadsOf the first characters of the forms of a character */
function pattern(
  text: string,
  source: (text: string) => string,
  leadsOf: (character: string) => readonly string[],
): SecretPattern {
  const characters = [...text]
  const head = characters.slice(0, headLength).join('')
  const [first = '', second = ''] = characters
  const seconds = leadsOf(second)
  // What escapes begin with is followed by digits, not by the second character.
  const starts = leadsOf(first).flatMap((lead) =>
    lead === '%' || lead === '\\' || first.length > 1 || first.charCodeAt(0) > 0x7f
      ? [lead]
      : seconds.map((next) => lead + next),
  )
  return { head: source(head), whole: source(text), starts }
}

function leads(
  character: string,
  twins: ReadonlyMap<string, string> = new Map(),
): readonly string[] {
  if (plain.test(character)) return [character]
  const twin = twins.get(character)
  const space = character === ' ' ? ['+'] : []
  const others = [...(twin === undefined ? [] : [twin]), ...space, latin1(character)]
  return [character, ...others].map((form) => form.charAt(0)).concat('%', '\\')
}

/** The characters of base64(anything + bytes + anything) that `bytes` alone determines. */
function base64Run(bytes: Uint8Array, alignment: number): string {
  const shifted = Buffer.concat([Buffer.alloc(alignment), asBuffer(bytes)])
  const first = Math.ceil((8 * alignment) / 6)
  const last = Math.floor((8 * shifted.length) / 6)
  return shifted.toString('base64').slice(first, last)
}

const base64Twins: ReadonlyMap<string, string> = new Map([
  ['+', '-'], // RFC 4648 section 5
  ['/', '_'],
])

const plain = /[A-Za-z0-9]/

/** A pattern in which every other character also matches in its URL and JSON forms. */
function escaped(text: string, twins: ReadonlyMap<string, string> = new Map()): string {
  return [...text]
    .map((character) => (plain.test(character) ? character : forms(character, twins)))
    .join('')
}

function forms(character: string, twins: ReadonlyMap<string, string>): string {
  const twin = twins.get(character)
  const code = character.codePointAt(0) ?? 0
  return `(?:${[
    literal(character),
    ...(twin === undefined ? [] : [literal(twin)]),
    percent(character),
    ...(character === ' ' ? [String.raw`\+`] : []), // application/x-www-form-urlencoded
    ...(code >= 0x80 ? [literal(latin1(character))] : []), // in bytes read as Latin-1
    jsonUnicode(character),
    ...jsonShort(character),
  ].join('|')})`
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`)
}

function latin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

/** `%2F`, `%2f`, and `%252F` where it was encoded twice. */
function percent(character: string): string {
  const hex = [...Buffer.from(character, 'utf8')].map((byte) => byte.toString(16).padStart(2, '0'))
  return hex.map((digits) => `%(?:25)*${anyCase(digits)}`).join('')
}

/** `\u002f`, with the backslash itself escaped where JSON stands in JSON. */
function jsonUnicode(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) =>
    character.charCodeAt(index).toString(16).padStart(4, '0'),
  )
  return units.map((digits) => String.raw`\\+u` + anyCase(digits)).join('')
}

/** RFC 8259 section 7: the two-character escapes. */
function jsonShort(character: string): string[] {
  if (character === '/' || character === '"' || character === '\\') {
    return [String.raw`\\+` + literal(character)]
  }
  const letter = { '\n': 'n', '\r': 'r', '\t': 't', '\b': 'b', '\f': 'f' }[character]
  return letter === undefined ? [] : [String.raw`\\+` + letter]
}

function anyCase(digits: string): string {
  return digits.replaceAll(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)
}
