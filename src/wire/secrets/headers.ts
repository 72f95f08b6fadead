/** Secrets in headers: those whose value is a credential, whatever it is, and those that came back. */
import type { HeaderList } from '../../model/exchange.ts'
import { indexBy } from '../../model/lists/group-by.ts'
import { isCredentialHeader } from '../../model/text/credentials.ts'
import { blank } from './blank.ts'
import { mayHoldShapedKey } from './shapes.ts'

/** Whether a secret, or a run of one, is in any of the texts or split over them. */
type Holds = (...texts: readonly string[]) => boolean

/** Stands between texts that are searched together. */
const separator = '\x01'

/**
 * Names of the headers in which a secret came back. Also what is split over several lines of the same
 * name, which a reader joins.
 */
export function leakingHeaders(headers: HeaderList, holds: Holds): string[] {
  if (!holds(joined(headers))) return [] // one search for all: hardly any answer holds a secret here
  const own = headers.filter(([name, value]) => holds(`${name}: ${value}`)).map(([name]) => name)
  const split = [...valuesByName(headers)]
    .filter(([name, values]) => {
      const isOwn = own.some((other) => other.toLowerCase() === name)
      return values.length > 1 && !isOwn && holds(...values)
    })
    .map(([name]) => name)
  return [...own, ...split]
}

function valuesByName(headers: HeaderList): Map<string, string[]> {
  const byName = indexBy(headers, ([name]) => name.toLowerCase())
  return new Map([...byName].map(([name, lines]) => [name, lines.map(([, value]) => value)]))
}

/** All that is searched of `headers`, as one text: each line, and the values of lines of one name. */
function joined(headers: HeaderList): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}`)
  const split = [...valuesByName(headers).values()].filter(({ length }) => length > 1)
  return [...lines, ...split.map((values) => values.join(''))].join(separator)
}

/** Headers with credentials blanked, and with every secret in the others. */
export function cleanHeaders(
  headers: HeaderList,
  text: (value: string) => string,
  holds: Holds,
): HeaderList {
  if (isPlain(headers, holds)) {
    return headers.map(([name, value]) => [
      name,
      isCredentialHeader(name) ? headerBlank(value) : value,
    ])
  }
  const leaking = new Set(leakingHeaders(headers, holds).map((name) => name.toLowerCase()))
  return headers.map(([name, value]) => {
    if (isCredentialHeader(name)) return [text(name), headerBlank(value)]
    const clean = text(value)
    const isSplit = leaking.has(name.toLowerCase()) && clean === value && text(name) === name
    return [
      text(name),
      isSplit && headers.filter(([other]) => isSameName(other, name)).length > 1 ? blank : clean,
    ]
  })
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** Whether nothing but credentials is to be blanked, found with one search for all. */
function isPlain(headers: HeaderList, holds: Holds): boolean {
  const shown = joined(
    headers.map(([name, value]) => [name, isCredentialHeader(name) ? '' : value]),
  )
  return isAscii.test(shown) && !mayHoldShapedKey(shown) && !holds(shown)
}

const isAscii = /^[\0-\x7f]*$/

/** What may be shown of a credential: its scheme, and of a signature its scope. */
function headerBlank(value: string): string {
  if (value.startsWith('AWS4-')) return signatureText(value)
  const scheme = /^(Bearer|Basic|Token) (?=.)/i.exec(value)?.[0] ?? ''
  return value === '' ? value : `${scheme}${blank}`
}

/** SigV4: the algorithm, the scope and the names of the signed headers say what went wrong. */
function signatureText(value: string): string {
  const [algorithm = ''] = value.split(' ', 1)
  const scope = /Credential=[^=/,\s]+(\/[A-Za-z0-9_/-]+)/.exec(value)?.[1] ?? ''
  const signed = /SignedHeaders=([A-Za-z0-9;_-]+)/.exec(value)?.[1] ?? ''
  return `${algorithm} Credential=${blank}${scope}, SignedHeaders=${signed}, Signature=${blank}`
}
