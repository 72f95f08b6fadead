/** A request as one shell command that a person can run again. */
import { isUtf8 } from 'node:buffer'
import type { ConnectionOptions, CurlFacts, HeaderList, HttpRequest } from '../../model/exchange.ts'
import { headerValue } from '../../model/headers.ts'
import { asBuffer } from '../bytes.ts'
import { isCredentialHeader } from '../../model/text/credentials.ts'

/** Written by curl itself. */
const ownHeaders: ReadonlySet<string> = new Set(['host', 'connection', 'content-length'])

/** Made anew by `--aws-sigv4`. */
const signingHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'x-amz-date',
  'x-amz-content-sha256',
  'x-amz-security-token',
])

/** Longest single argument: Linux takes 128 KiB (MAX_ARG_STRLEN). */
const longestArgument = 100_000

/** Longest body, in bytes, that is readable as part of a command. */
const longestBody = 2048

/** Name of a variable that holds nothing: a key of one server is never sent to another. */
const noVariable = 'API_KEY'

export interface CurlOptions extends CurlFacts {
  /** Path of a file with the body; used when the body is too long for a command. */
  readonly bodyFile?: string | undefined
}

/** Whether the command should read this body from a file. */
export function needsBodyFile({ body }: Pick<Required<HttpRequest>, 'body'>): boolean {
  return body.length > longestBody
}

/**
 * One POSIX shell command that sends `request` again. Credentials become the variable
 * `tokenVariable`; a SigV4 signature becomes `--aws-sigv4` with the usual AWS variables, because an
 * old one would be refused.
 */
export function toCurl(
  request: Required<HttpRequest>,
  { tokenVariable = noVariable, headerTemplates = {}, connection, bodyFile }: CurlOptions = {},
): string {
  const { method, url, headers, body } = request
  const curl = [
    'curl',
    ...connectionFlags(connection),
    ...(streams(request) ? ['-N'] : []),
    ...(headerValue(headers, 'accept-encoding') === undefined ? [] : ['--compressed']),
    ...(/[[\]{}]/.test(url) ? ['--globoff'] : []),
    ...(/\/\.\.?(\/|$)/.test(url) ? ['--path-as-is'] : []),
    ...methodFlags(method, body),
    quote(url),
    ...headerFlags(headers, headerTemplates, tokenVariable),
    ...missingType(headers, body),
  ]
  if (body.length === 0) return curl.join(' ')
  if (bodyFile !== undefined && needsBodyFile(request)) {
    return `${curl.join(' ')} --data-binary ${quote(`@${bodyFile}`)}` // `--data` drops line ends
  }
  if (!isPrintable(body)) {
    const text = asBuffer(body).toString('base64')
    return `printf %s '${text}' | base64 -d | ${curl.join(' ')} --data-binary @-`
  }
  const text = quote(asBuffer(body).toString('utf8'))
  if (text.length > longestArgument) {
    return `printf %s ${text} | ${curl.join(' ')} --data-binary @-` // printf is built into the shell
  }
  return `${curl.join(' ')} --data-raw ${text}` // `--data` would read a file for a leading @
}

/** POSIX shell, section 2.2.2: only a single quote ends a single-quoted string. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** In double quotes only `${NAME}` is filled in (POSIX shell, section 2.2.3). */
function inDouble(text: string): string {
  const escaped = text.replaceAll(/["\\`]|\$(?!\{)/g, String.raw`\$&`)
  return `"${escaped}"`
}

function connectionFlags({ unixSocket, certificate, http2 }: ConnectionOptions = {}): string[] {
  return [
    ...(unixSocket === undefined ? [] : ['--unix-socket', quote(unixSocket)]),
    ...(certificate === undefined
      ? []
      : ['--cert', quote(certificate.certFile), '--key', quote(certificate.keyFile)]),
    ...(http2 === true ? ['--http2-prior-knowledge'] : []),
  ]
}

function methodFlags(method: string, body: Uint8Array): string[] {
  if (method === 'HEAD') return ['--head']
  const usual = body.length > 0 ? 'POST' : 'GET'
  return method === usual ? [] : ['-X', /^[A-Z]+$/.test(method) ? method : quote(method)]
}

function headerFlags(
  headers: HeaderList,
  templates: Readonly<Record<string, string>>,
  tokenVariable: string,
): string[] {
  const signed = headerValue(headers, 'authorization')?.startsWith('AWS4-') === true
  const shown = headers.filter(([name]) => {
    const lower = name.toLowerCase()
    return !ownHeaders.has(lower) && !(signed && signingHeaders.has(lower))
  })
  return [
    ...shown.flatMap(([name, value]) => {
      const own = templates[name.toLowerCase()]
      return [
        '-H',
        own === undefined
          ? headerArgument(name, value, tokenVariable)
          : inDouble(`${name}: ${own}`),
      ]
    }),
    ...(signed ? signatureFlags(headers) : []),
  ]
}

function headerArgument(name: string, value: string, tokenVariable: string): string {
  if (isCredentialHeader(name)) {
    const scheme = /^[A-Za-z]+ /.exec(value)?.[0] ?? ''
    return `"${name}: ${scheme}$${tokenVariable}"`
  }
  return quote(value === '' ? `${name};` : `${name}: ${value}`) // `name:` would remove the header
}

function signatureFlags(headers: HeaderList): string[] {
  const scope = /Credential=[^=/,]+\/\d+\/([^/,]+)\/([^/,]+)\//.exec(
    headerValue(headers, 'authorization') ?? '',
  )
  const [, region = 'us-east-1', service = 'bedrock'] = scope ?? []
  const session = headerValue(headers, 'x-amz-security-token') !== undefined
  return [
    '--aws-sigv4',
    quote(`aws:amz:${region}:${service}`),
    '--user',
    '"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"',
    ...(session ? ['-H', '"x-amz-security-token: $AWS_SESSION_TOKEN"'] : []),
  ]
}

/** curl would add a form's content type to a body that was sent without any. */
function missingType(headers: HeaderList, body: Uint8Array): string[] {
  const missing = body.length > 0 && headerValue(headers, 'content-type') === undefined
  return missing ? ['-H', "'content-type:'"] : []
}

/** Whether the answer comes bit by bit, so that curl must not wait for a full buffer. */
function streams({ url, headers, body }: Required<HttpRequest>): boolean {
  const [path = ''] = url.split('?', 1)
  return (
    /\/(converse-stream|invoke-with-response-stream)$/.test(path) ||
    /event-?stream/.test(headerValue(headers, 'accept') ?? '') ||
    /"stream"\s*:\s*true/.test(asBuffer(body).toString('latin1'))
  )
}

/** Control characters would not survive a terminal; a line feed does. */
function isPrintable(body: Uint8Array): boolean {
  return isUtf8(body) && !body.some((byte) => (byte < 0x20 && byte !== 0x0a) || byte === 0x7f)
}
