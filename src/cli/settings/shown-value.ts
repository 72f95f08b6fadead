/** Values of flags as `doctor` shows them: a credential in one is no more to be read than its variable. */
import { namesCredential } from '../../model/text/credentials.ts'
import { shownAddress } from '../../target/resolve/endpoint.ts'

const redacted = '<redacted>'

/** The value of a flag, in camel case, as text without credentials. */
export function shownValue(flag: string, value: unknown): string {
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
  const [, name = '', sign = ''] = /^([^:=]*)([:=]\s*)/.exec(text) ?? []
  return isCredential(name, text) ? `${name}${sign}${redacted}` : text
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
  if (typeof value === 'string') return isCredential(name, value) ? redacted : value
  if (Array.isArray(value)) return value.map((one) => hidden(one, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, hidden(one, key)]))
}

function isCredential(name: string, text: string): boolean {
  return namesCredential(name) && !text.includes('${')
}
