/** Text with `${…}` in it. `$${` stands for a plain `${`. */
import type { Hole } from '../../model/plan.ts'
import { parseVariable, type VariableProblem } from '../format/variable.ts'

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | Hole
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
  return { kind: 'hole', source, variable }
}

/** A template, and its path below the value that was searched. */
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
