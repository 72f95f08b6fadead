/** Text with `${…}` in it: taking it apart, and filling it. `$${` stands for a plain `${`. */
import { parseVariable, type Variable, type VariableProblem } from '../format/variable.ts'

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly source: string; readonly variable: Variable }
  | ({ readonly kind: 'problem'; readonly source: string } & VariableProblem)

const marker = /\$\$\{|\$\{([^}]*)(\}?)/g

/** The parts of a text in order; a text without templates is one part. */
export function parseTemplate(text: string): Part[] {
  const parts: Part[] = []
  let from = 0
  const literal = (to: number, more = ''): void => {
    const plain = text.slice(from, to) + more
    if (plain !== '') parts.push({ kind: 'text', text: plain })
  }
  for (const match of text.matchAll(marker)) {
    const [source, inner, close] = match
    literal(match.index, inner === undefined ? '${' : '')
    from = match.index + source.length
    if (inner !== undefined) parts.push(toPart(source, inner, close))
  }
  literal(text.length)
  return parts
}

function toPart(source: string, inner: string, close: string | undefined): Part {
  if (close === '') return { kind: 'problem', source, problem: `"${source}" has no closing }` }
  const variable = parseVariable(inner)
  if ('problem' in variable) return { kind: 'problem', source, ...variable }
  return { kind: 'variable', source, variable }
}

/** What a variable stands for; `undefined` when there is no such value. */
export type Lookup = (variable: Variable) => unknown

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function fillText(text: string, lookup: Lookup, missing: string[]): unknown {
  if (!text.includes('${')) return text
  const filled = parseTemplate(text).map((part): unknown => {
    if (part.kind === 'text') return part.text
    const value = part.kind === 'variable' ? lookup(part.variable) : undefined
    if (value === undefined) missing.push(part.source)
    return value
  })
  return filled.length === 1 ? filled[0] : filled.map((value) => asText(value ?? '')).join('')
}

function fillAny(value: unknown, lookup: Lookup, missing: string[]): unknown {
  if (typeof value === 'string') return fillText(value, lookup, missing)
  if (Array.isArray(value)) return value.map((item) => fillAny(item, lookup, missing))
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  const entries = Object.entries(value)
  return Object.fromEntries(entries.map(([key, item]) => [key, fillAny(item, lookup, missing)]))
}

/**
 * Fills every template in a value of any depth. A text that is exactly one template becomes the
 * variable's value with its type; elsewhere values become text, anything but text as JSON.
 *
 * @returns the filled value, or the templates that no value is there for
 */
export function fill(
  value: unknown,
  lookup: Lookup,
): { readonly value: unknown } | { readonly missing: readonly string[] } {
  const missing: string[] = []
  const filled = fillAny(value, lookup, missing)
  return missing.length > 0 ? { missing: [...new Set(missing)] } : { value: filled }
}

/** A template and where it stands below the value that was searched. */
export interface Mention {
  readonly path: readonly (string | number)[]
  readonly part: Exclude<Part, { kind: 'text' }>
}

/** Every template in a value of any depth, broken ones included. */
export function mentions(value: unknown, path: readonly (string | number)[] = []): Mention[] {
  if (typeof value === 'string') {
    if (!value.includes('${')) return []
    return parseTemplate(value).flatMap((part) => (part.kind === 'text' ? [] : [{ path, part }]))
  }
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return []
  return Object.entries(value).flatMap(([key, item]) =>
    mentions(item, [...path, Array.isArray(value) ? Number(key) : key]),
  )
}
