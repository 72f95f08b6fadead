/** What every request carries beside what a case sends: headers, parameters, members of the body. */
import type { AuthChoice } from '../../model/case.ts'
import type { HeaderList } from '../../model/exchange.ts'
import { headerValue } from '../../model/headers.ts'
import { namesCredential } from '../../model/text/credentials.ts'
import type { AddExtras } from '../../model/target.ts'
import { isProblem, type UsageProblem } from '../problem.ts'
import type { Environment } from '../resolve/resolved.ts'
import type { TargetFlags } from '../flags.ts'
import { readBodyMembers } from './body-members.ts'
import { fillVariables } from './variables.ts'
import { lastOfEach } from '../../model/lists/group-by.ts'

/** A header or a query parameter. */
interface Extra {
  readonly name: string
  readonly value: string
  /** Left out or replaced where a case is about wrong credentials. */
  readonly isCredential: boolean
}

export interface Extras {
  readonly headers: readonly Extra[]
  readonly query: readonly Extra[]
  /** Members of JSON bodies. */
  readonly body: Readonly<Record<string, unknown>>
  readonly secrets: readonly string[]
  /** Headers with their variables not filled in, for commands to copy; names in lower case. */
  readonly templates: Readonly<Record<string, string>>
}

type ExtraFlags = Pick<TargetFlags, 'header' | 'query' | 'bodyExtra'>

/** Reads the flags; the first mistake is returned. */
export function readExtras(flags: ExtraFlags, env: Environment): Extras | UsageProblem {
  const headers = allOf((flags.header ?? []).map((text) => readHeader(text, env)))
  if (isProblem(headers)) return headers
  const query = allOf((flags.query ?? []).map((text) => readParameter(text, env)))
  if (isProblem(query)) return query
  const body = readBodyMembers(flags.bodyExtra, env)
  if (isProblem(body)) return body
  const fromVariables = headers.filter(({ template }) => template.includes('${'))
  return {
    // What is given twice is sent once, with the later value: a flag replaces what a file says.
    headers: lastOfEach(headers, ({ name }) => name.toLowerCase()),
    query: lastOfEach(query, ({ name }) => name),
    body: body.members,
    secrets: [...headers, ...query, body].flatMap(({ secrets }) => secrets),
    templates: Object.fromEntries(
      fromVariables.map(({ name, template }) => [name.toLowerCase(), template]),
    ),
  }
}

/** All of them, or the first mistake. */
function allOf(parts: readonly (ReadExtra | UsageProblem)[]): ReadExtra[] | UsageProblem {
  const read: ReadExtra[] = []
  for (const part of parts) {
    if (isProblem(part)) return part
    read.push(part)
  }
  return read
}

interface ReadExtra extends Extra {
  readonly secrets: readonly string[]
  readonly template: string
}

/** RFC 9110 section 5.6.2. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** Headers that HTTP itself writes, and those of the connection (RFC 9110 sections 7.6.1 and 10.1.1). */
const ownHeaders: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

function readHeader(text: string, env: Environment): ReadExtra | UsageProblem {
  const [, name = '', template = ''] = /^([^:]*):\s*(.*?)\s*$/s.exec(text) ?? []
  if (!token.test(name)) {
    return { problem: "--header: expected 'Name: value', for example --header='X-Route: blue'." }
  }
  if (ownHeaders.has(name.toLowerCase())) {
    return { problem: `--header ${name}: HTTP itself sets this header. Omit it.` }
  }
  const extra = readExtra(name, template, `--header ${name}`, env)
  if (isProblem(extra) || !/[^\t\x20-\x7E]/.test(extra.value)) return extra
  return { problem: `--header ${name}: its value must be printable ASCII on one line.` }
}

function readParameter(text: string, env: Environment): ReadExtra | UsageProblem {
  const [, name = '', template] = /^([^=]*)=(.*)$/s.exec(text) ?? []
  if (name === '' || template === undefined) {
    return { problem: '--query: expected name=value, for example --query=api-version=2024-10.' }
  }
  return readExtra(name, template, `--query ${name}`, env)
}

function readExtra(
  name: string,
  template: string,
  from: string,
  env: Environment,
): ReadExtra | UsageProblem {
  const filled = fillVariables(template, from, env)
  if (isProblem(filled)) return filled
  const isCredential = namesCredential(name)
  // What stands in the flag itself is hidden like what a variable holds, also beside one.
  const own = isCredential ? [withoutScheme(filled.value)] : []
  return { name, template, value: filled.value, isCredential, secrets: [...filled.secrets, ...own] }
}

function withoutScheme(value: string): string {
  return value.replace(/^[A-Za-z]+ (?=\S)/, '')
}

/** No server has issued it. */
const wrongCredential = 'conformance-wrong-0000000000000000'

/** Whether the choice means the user's own credentials. */
function isOwn(choice: AuthChoice): boolean {
  return choice === 'default' || choice === 'signed' || choice === 'signed-late'
}

/**
 * Adds them to a request. What a case sends itself stays; where it is about wrong credentials, those
 * among the extras are wrong or absent, too.
 *
 * @param keeps whether the server's own credentials stay right in such cases, as on a Llama Stack,
 *   where the wrong key is that of its provider
 */
export function extrasOf({ headers, query, body }: Extras, keeps = false): AddExtras {
  const chosen = (extras: readonly Extra[], choice: AuthChoice): Extra[] => {
    if (isOwn(choice) || (keeps && choice !== 'none')) return [...extras]
    return extras
      .filter(({ isCredential, name }) => !isCredential || (choice !== 'none' && !isBearer(name)))
      .map((extra) => (extra.isCredential ? { ...extra, value: wrongCredential } : extra))
  }
  return (request, choice) => ({
    ...request,
    url: withQuery(request.url, chosen(query, choice)),
    headers: withHeaders(request.headers, chosen(headers, choice)),
    ...(request.body !== undefined && { body: withMembers(request.body, body) }),
  })
}

/** The wrong forms of this header are made where keys are. */
function isBearer(name: string): boolean {
  return name.toLowerCase() === 'authorization'
}

function withHeaders(headers: HeaderList, extras: readonly Extra[]): HeaderList {
  const added = extras.filter(({ name }) => headerValue(headers, name) === undefined)
  return [...headers, ...added.map(({ name, value }) => [name.toLowerCase(), value] as const)]
}

function withQuery(url: string, extras: readonly Extra[]): string {
  const given = new URL(url).searchParams
  const added = extras
    .filter(({ name }) => !given.has(name))
    .map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
  if (added.length === 0) return url
  return `${url}${url.includes('?') ? '&' : '?'}${added.join('&')}`
}

/** Written into the text, so that the rest of a body stays as the case has it, byte by byte. */
function withMembers(body: Uint8Array, extra: Extras['body']): Uint8Array {
  if (Object.keys(extra).length === 0) return body
  const own = membersOf(body)
  if (own === undefined) return body
  const added = Object.entries(extra).filter(([name]) => !own.includes(name))
  if (added.length === 0) return body
  const text = new TextDecoder().decode(body)
  const inner = JSON.stringify(Object.fromEntries(added)).slice(1, -1)
  const start = text.indexOf('{') + 1
  const comma = own.length === 0 ? '' : ','
  return new TextEncoder().encode(`${text.slice(0, start)}${inner}${comma}${text.slice(start)}`)
}

/** Names of the members of a JSON object; undefined for any other body, which stays as it is. */
function membersOf(body: Uint8Array): string[] | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? Object.keys(value) : undefined
  } catch {
    return undefined
  }
}

/** Whether any of them is a credential. */
export function holdCredential({ headers, query }: Extras): boolean {
  return [...headers, ...query].some(({ isCredential }) => isCredential)
}
