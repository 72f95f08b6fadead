/** What a secret consists of, and the texts in which each part can appear. */

/** Secrets shorter than this would match by chance; credential headers are blanked regardless. */
const shortestSecret = 8

/** Shorter runs of base64 match by chance. */
const shortestRun = 12

/** `bedrock-api-key-` + base64 of a presigned URL: aws-bedrock-token-generator-js. */
const shortTermPrefix = 'bedrock-api-key-'

/** Long-term key: `ABSK` + base64 of `BedrockAPIKey-name-at-account:password`. */
const longTermPrefix = 'ABSK'

/** Parts of Bedrock keys that are the same in every key: documents quote them. */
const publicParts = [
  shortTermPrefix,
  'BedrockAPIKey-',
  'AWS4-HMAC-SHA256',
  '/bedrock/aws4_request',
  'bedrock.amazonaws.com/?Action=CallWithBearerToken',
]

/**
 * The parts of `secrets` that must stay hidden: each secret without its scheme and public prefix.
 * Of a Bedrock short-term key also the session token, signature and access key id in it; of a
 * long-term key its user and password; of `Basic` credentials the password.
 */
export function secretParts(secrets: readonly string[]): string[] {
  const parts = secrets.flatMap(partsOf).map((part) => part.replaceAll(/\s/g, ' ').trim())
  return [...new Set(parts)].filter((part) => part.length >= shortestSecret)
}

function partsOf(secret: string): string[] {
  const bare = secret.trim().replace(/^(?:Bearer|Basic|Token)\s+/i, '')
  if (bare.startsWith(shortTermPrefix)) {
    const encoded = bare.slice(shortTermPrefix.length)
    return [encoded, ...presignedParts(decode(encoded))]
  }
  if (bare.startsWith(longTermPrefix)) {
    const encoded = bare.slice(longTermPrefix.length)
    return [bare, encoded, ...decode(encoded).split(':')]
  }
  return /[?&]X-Amz-/.test(bare) ? presignedParts(bare) : [bare, ...passwordIn(bare)]
}

/** The password in `Basic` credentials (RFC 7617 section 2), of which the user is no secret. */
function passwordIn(encoded: string): string[] {
  const text = decode(encoded)
  const isPair = text.includes(':') && !/[\p{Cc}\uFFFD]/u.test(text)
  const isCanonical = Buffer.from(text, 'utf8').toString('base64') === encoded
  return isPair && isCanonical ? [text.slice(text.indexOf(':') + 1)] : []
}

function presignedParts(url: string): string[] {
  const query = new URLSearchParams(url.slice(url.indexOf('?') + 1))
  return [
    query.get('X-Amz-Security-Token') ?? '',
    query.get('X-Amz-Signature') ?? '',
    (query.get('X-Amz-Credential') ?? '').split('/')[0] ?? '', // the scope is no secret
  ]
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8')
}

/**
 * The texts in which `part` appears where nothing is escaped: itself, in capitals and small letters
 * (of a key in hex still the key), in hex, and inside base64 at each of the three alignments; the last
 * two also of its percent-encoded form.
 */
export function formsOf(part: string): string[] {
  const url = encodeURIComponent(part)
  const cases = [part, part.toUpperCase(), part.toLowerCase()]
  const forms = [...cases, ...encodedForms(part), ...(url === part ? [] : encodedForms(url))]
  // application/x-www-form-urlencoded
  return part.includes(' ') ? [...forms, part.replaceAll(' ', '+')] : forms
}

/** A single word: any text may hold one, and hex or base64 of a text its hex or base64. */
const word = /(?<![A-Za-z])(?:[A-Z]?[a-z]{5,15}|[A-Z]{6,16})(?![A-Za-z])/g

/**
 * The forms of the words within `part`, which alone give nothing away: a key may begin with "assistant",
 * and an answer hold that word. A character on each side is a part of them, since base64 and hex share
 * bits of it with other punctuation. A part that is a word as a whole has none.
 */
export function wordForms(part: string): string[] {
  return [...part.matchAll(word)].flatMap(({ index, 0: { length } }) =>
    length === part.length ? [] : formsOf(part.slice(Math.max(0, index - 1), index + length + 1)),
  )
}

function encodedForms(text: string): string[] {
  const bytes = Buffer.from(text, 'utf8')
  const hex = bytes.toString('hex')
  const runs = base64Runs(text).filter((run) => run.length >= shortestRun)
  return [hex, hex.toUpperCase(), ...runs]
}

/** The characters of base64(anything + bytes + anything) that `bytes` alone determines. */
function base64Run(bytes: Buffer, alignment: number): string {
  const shifted = Buffer.concat([Buffer.alloc(alignment), bytes])
  const first = Math.ceil((8 * alignment) / 6)
  const last = Math.floor((8 * shifted.length) / 6)
  return shifted.toString('base64').slice(first, last)
}

/**
 * The forms of what is public, which alone gives nothing away. A key holds some of it in base64, so
 * that base64 of a key holds it in base64 twice, as a chunk of InvokeModel may hold "bedrock".
 */
export const publicForms: readonly string[] = publicParts
  .flatMap((part) => [part, ...base64Runs(part)])
  .flatMap(formsOf)

function base64Runs(text: string): string[] {
  const bytes = Buffer.from(text, 'utf8')
  return [0, 1, 2].map((alignment) => base64Run(bytes, alignment))
}
