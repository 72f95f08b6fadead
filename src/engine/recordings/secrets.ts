/** Credentials in recordings of other programs. */
import type { Exchange, HeaderList } from '../../model/exchange.ts'
import { isCredentialHeader, namesCredential } from '../../model/text/credentials.ts'

type Request = Pick<Exchange['request'], 'url' | 'headers'>

/** The credentials of a request that no response may hold; a signature or a placeholder is not one. */
export function requestSecrets({ url, headers }: Request): string[] {
  const inHeaders = headers.flatMap(([name, value]) =>
    isCredentialHeader(name) && !isCookie(name) && !value.startsWith('AWS4-')
      ? [value.replace(/^(?:Bearer|Basic|Token) +/i, '').trim()]
      : [],
  )
  return distinct([...inHeaders, ...inUrl(url)])
}

/** All credentials of an exchange, those that the server itself sets with a cookie as well. */
export function credentialsIn({ request, response }: Pick<Exchange, 'request' | 'response'>) {
  const answered = (response?.headers ?? []).filter(([name]) => isCredentialHeader(name))
  const others = answered.flatMap(([name, value]) => (isCookie(name) ? [] : [value.trim()]))
  const cookies = [...request.headers, ...answered].flatMap(cookieValues)
  const inRequest = [...request.headers.flatMap(keyIdOf), ...inBody(request.body)]
  const inAddresses = [...request.headers, ...(response?.headers ?? [])].flatMap(inAddress)
  return distinct([...requestSecrets(request), ...others, ...cookies, ...inRequest, ...inAddresses])
}

/** Credentials in the address of another page or answer: a browser sends the one that it comes from. */
function inAddress([name, value]: HeaderList[number]): string[] {
  return /^(?:referer|origin|(?:content-)?location)$/i.test(name) ? inUrl(value) : []
}

/** The access key id of a signature, which names an account. */
function keyIdOf([, value]: HeaderList[number]): string[] {
  const [, id] = /^AWS4-[^=]*Credential=([^/,\s]+)/.exec(value) ?? []
  return id === undefined ? [] : [id]
}

/** Members of JSON that hold a credential and nothing else, unlike a `prompt_cache_key`. */
const credentialMember =
  /(?:api|access|auth|bearer|client|private|secret|session|subscription)[-_]?(?:key|token|secret)$|^(?:authorization|password|secret|token)$/i

/** A credential has few escapes, if any. */
const stringMember = /"([^"\\]*)"\s*:\s*("[^"\\]*(?:\\.[^"\\]*){0,100}")/g

/** A whole body that is a form, as `application/x-www-form-urlencoded` has it. */
const form = /^[\w.-]+=[^{}[\]"\s]*$/

/** Credentials that a gateway wants in the body of every request, at any depth, and those of addresses in it. */
function inBody(body: Uint8Array | undefined): string[] {
  if (body === undefined) return []
  const text = Buffer.from(body).toString('utf8')
  if (form.test(text)) return inUrl(`?${text}`)
  return [...text.matchAll(stringMember)].flatMap(([, name = '', value = '']) => {
    if (credentialMember.test(name)) return textOf(value)
    return address.test(value) ? textOf(value).flatMap(inUrl) : []
  })
}

/**
 * A string of JSON that is an address, its slashes perhaps escaped: a signature in one (S3, Azure) opens
 * what it leads to.
 */
const address = /^"https?:(?:\\?\/){2}[^\s"]*"$/i

function textOf(json: string): string[] {
  try {
    return [String(JSON.parse(json)).replace(/^(?:Bearer|Basic|Token) +/i, '')]
  } catch {
    return [] // a broken escape
  }
}

/** An address in which no credential is left. */
export function withoutCredentials(url: string): string {
  return url
    .replace(userInfo, '$1')
    .replaceAll(parameter, (whole, sign: string, name: string, value: string) =>
      namesCredential(decoded(name)) && value !== '' ? `${sign}${name}=<redacted>` : whole,
    )
}

const userInfo = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)@/i
const parameter = /([?&#])([^?&#=]*)=([^&#]*)/g

function inUrl(url: string): string[] {
  const [, , user = ''] = userInfo.exec(url) ?? []
  const [, name = '', password = name] = /^([^:]*)(?::(.*))?$/s.exec(user) ?? []
  const parameters = [...url.matchAll(parameter)].flatMap(([, , key = '', value = '']) =>
    namesCredential(decoded(key)) ? [value] : [],
  )
  // Of a signed address the credential is a key and its scope, which is no secret.
  return [password, ...parameters].map((value) =>
    decoded(value).replace(/\/\d{8}\/[^/]*\/[^/]*\/aws4_request$/, ''),
  )
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text // a broken escape is kept as it is
  }
}

function isCookie(name: string): boolean {
  return /^(?:set-)?cookie$/i.test(name)
}

/** RFC 6265 section 4: pairs of a request; of a response the first pair, then attributes. */
function cookieValues([name, value]: HeaderList[number]): string[] {
  if (!isCookie(name)) return []
  const pairs = value.split(';', /^set-/i.test(name) ? 1 : undefined)
  return pairs.map((pair) => pair.slice(pair.indexOf('=') + 1).trim())
}

function distinct(secrets: readonly string[]): string[] {
  return [...new Set(secrets)].filter((secret) => !isBlank(secret))
}

/** Placeholders of exporters also occur in responses, so they are not secrets. */
function isBlank(secret: string): boolean {
  return (
    secret.length < 12 || /redacted|sanitized|removed|hidden|dummy|^[<*[{(]|^(.)\1*$/i.test(secret)
  )
}
