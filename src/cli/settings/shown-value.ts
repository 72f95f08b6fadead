/** Values of flags as `doctor` shows them: a credential in one is no more to be read than its variable. */
import { namesCredential, withoutKeys } from '../../model/text/credentials.ts'
import { shownAddress } from '../../target/resolve/endpoint.ts'

const redacted = '<redacted>'

/** The value of a flag, in camel case, as text without credentials. */
export function shownValue(flag: string, value: unknown): string {
  return withoutKeys(textOf(flag, value))
}

function textOf(flag: string, value: unknown): string {
  if (Array.isArray(value)) {
    const isNamed = flag === 'header' || flag === 'query'
    return value.map((one) => (isNamed ? withoutCredential(String(one)) : String(one))).join(', ')
  }
  if (typeof value !== 'string') {
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
  if (flag === 'bodyExtra') return bodyWithoutCredentials(value)
  return flag === 'endpoint' || flag === 'againstEndpoint' ? shownAddress(value) : value
}

function withoutCredential(text: string): string {
  const [start = '', name = ''] = /^([^:=]*)[:=]\s*/.exec(text) ?? []
  return start + shown(name, text.slice(start.length))
}

/** What is no JSON may hold one anywhere. */
function bodyWithoutCredentials(text: string): string {
  try {
    return JSON.stringify(hidden(JSON.parse(text), ''))
  } catch {
    return `${redacted}, no JSON`
  }
}

/** @param name that of the member; of an element, that of its list */
function hidden(value: unknown, name: string): unknown {
  if (typeof value === 'string') return shown(name, value)
  if (Array.isArray(value)) return value.map((one) => hidden(one, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, hidden(one, key)]))
}

/** Characters of a literal beside a variable from which it is hidden; schemes (`Bearer `) are shorter. */
const fewestHidden = 12

/** The value of what is called `name`: of a credential, the names of its variables. */
function shown(name: string, value: string): string {
  if (!namesCredential(name)) return value
  if (!value.includes('${')) return redacted
  return value.replaceAll(/\$\{[^{}]*\}|(?:(?!\$\{)[^])+/g, (part) =>
    part.startsWith('${') || part.length < fewestHidden ? part : redacted,
  )
}
